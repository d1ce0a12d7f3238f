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
package io.github.camelseedance;

import io.github.camelseedance.api.WebUrl;

/** What a message shows of a body that is of no use. */
final class Shown {
    private Shown() {}

    /** A text as it is, but for what could be a secret in a URL; of anything else its type. */
    static String value(Object body) {
        if (body == null) {
            return "null";
        }
        return body instanceof CharSequence
                ? WebUrl.shown(body.toString())
                : body.getClass().getName();
    }
}
