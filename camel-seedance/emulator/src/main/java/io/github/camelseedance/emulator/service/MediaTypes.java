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
package io.github.camelseedance.emulator.service;

import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import java.util.Locale;

/** Holds a request's Content-Type against what a call takes. */
final class MediaTypes {

    private MediaTypes() {}

    static void requireJson(RecordedRequest request) {
        require(request, "application/json");
    }

    /**
     * @throws ApiError 415 when the body is declared as anything else
     */
    static void require(RecordedRequest request, String wanted) {
        String declared = request.header("Content-Type");
        String type = declared == null ? "" : declared.split(";", 2)[0].trim();
        if (!type.toLowerCase(Locale.ROOT).equals(wanted)) {
            throw new ApiError(
                    415,
                    "unsupported_media_type",
                    "invalid_request_error",
                    null,
                    "Content-Type is '" + type + "' but must be " + wanted);
        }
    }
}
