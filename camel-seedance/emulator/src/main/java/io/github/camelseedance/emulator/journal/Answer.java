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
package io.github.camelseedance.emulator.journal;

import java.time.Duration;

/**
 * What became of a request.
 *
 * @param status the HTTP status, {@link #NONE} when no answer went out, as for a connection that
 *     was reset or an answer that never comes
 * @param fault the text of the fault that the request met, empty for none
 * @param after real time from the request's head to the beginning of the answer
 */
public record Answer(int status, String fault, Duration after) {

    /** In place of a status: nothing went out. */
    public static final int NONE = 0;

    @Override
    public String toString() {
        String what = status == NONE ? "no answer" : String.valueOf(status);
        return what
                + " after "
                + after.toMillis()
                + " ms"
                + (fault.isEmpty() ? "" : " (" + fault + ")");
    }
}
