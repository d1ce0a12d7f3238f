/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance.media;

import java.time.Duration;

/** How one request for a video has ended, and so what comes next. */
sealed interface AttemptOutcome {

    /** The whole video is in the file. */
    record Done(VideoFormat format) implements AttemptOutcome {}

    /** The video is said to be elsewhere. */
    record Redirect(String location) implements AttemptOutcome {}

    /**
     * It may go better next time.
     *
     * @param retryAfter how long the far side asks to wait, or null
     */
    record Again(String problem, int status, Duration retryAfter, Throwable cause)
            implements AttemptOutcome {}

    /** The link itself is refused: it has expired, or never was one. */
    record Expired(String problem, int status) implements AttemptOutcome {}

    /** It would not go better next time. */
    record Refused(String problem, String advice, int status, Throwable cause)
            implements AttemptOutcome {}
}
