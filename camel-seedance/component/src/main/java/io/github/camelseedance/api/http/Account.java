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

import java.net.URI;

/**
 * Where calls go and on whose account.
 *
 * @param label the account's name in logs and in the task table
 * @param apiKey the key; never shown
 * @param baseUrl of the API, without a trailing slash
 * @param filesBaseUrl of the file upload, without a trailing slash
 */
public record Account(String label, String apiKey, URI baseUrl, URI filesBaseUrl) {
    @Override
    public String toString() {
        return "Account[" + label + " at " + baseUrl + "]";
    }
}
