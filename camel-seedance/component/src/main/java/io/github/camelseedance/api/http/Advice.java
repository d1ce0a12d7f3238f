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
package io.github.camelseedance.api.http;

/** What to do next after an error answer: one sentence for each HTTP status. */
final class Advice {
    private Advice() {}

    /**
     * @param status the HTTP status of the answer
     */
    static String forStatus(int status) {
        return switch (status) {
            case 400, 422 -> "Correct the request: the same one will be refused again.";
            case 401 -> "Check the option apiKey: the key is unknown, disabled or expired.";
            case 402 ->
                    "Top up the account, or raise the limit of this key, in the service's console.";
            case 403 ->
                    "Check in the service's console what this key may do: its models, its allowed"
                            + " addresses, and whose task it is.";
            case 404 -> "Check the task id, baseUrl, and that the key belongs to the same account.";
            case 405 -> "The service does not offer this call: check baseUrl.";
            case 407 -> "Check user and password of the HTTP proxy.";
            case 413 -> "Send less: images go as URLs, and each may have up to 30 MB.";
            case 415 -> "Send one of the documented types: images are jpeg, png or webp.";
            case 429 -> "Wait and send less often: the account's rate limit is reached.";
            default -> forRange(status);
        };
    }

    /** Whether the very same call can succeed later. */
    static boolean retryable(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private static String forRange(int status) {
        if (status >= 500) {
            return "The service has a fault: try again in a minute.";
        }
        if (status >= 300 && status < 400) {
            return "Redirects are not followed, since they would carry the API key along: set"
                    + " baseUrl to the final address.";
        }
        if (status < 300) {
            return "The service said no without an HTTP error: read its message.";
        }
        return "Check the request and baseUrl.";
    }
}
