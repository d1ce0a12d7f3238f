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

/** What a user can do about a download that has failed; each completes a sentence. */
final class DownloadAdvice {
    static final String LINK = "give the link of a completed task, as seedance:status reads it";

    static final String AGAIN =
            "The task and its link are untouched: download again, it costs nothing. Links live 24"
                    + " hours after the task has ended";

    static final String EXPIRED =
            "Links live 24 hours after the task has ended: read the task again with"
                    + " seedance:status, and download with the link it gives; if that is refused"
                    + " too, the video is gone";

    static final String NOT_A_VIDEO =
            "Check the link: it must be the one that seedance:status reads from a completed task";

    private DownloadAdvice() {}
}
