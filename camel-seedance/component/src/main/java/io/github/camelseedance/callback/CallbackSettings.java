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
package io.github.camelseedance.callback;

/**
 * Where callbacks are received, and by what they are recognised.
 *
 * @param baseUrl as the service sees it, without a slash at its end
 * @param path below it, with a slash at its beginning and none at its end
 * @param secret by which URLs are made
 * @param previousSecret by which URLs were made before, or null
 * @param httpServerComponent by its name in the context; null for the only one there is
 */
public record CallbackSettings(
        String baseUrl,
        String path,
        String secret,
        String previousSecret,
        String httpServerComponent) {

    /** The URL that the service is to call when the task of a key has ended. */
    public String url(String account, String key) {
        return baseUrl + path + '/' + new CallbackToken(secret).of(account, key);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "CallbackSettings[" + baseUrl + path + "]";
    }
}
