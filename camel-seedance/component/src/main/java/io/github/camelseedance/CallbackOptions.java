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

import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.callback.CallbackSettings;

/** Reads the options by which callbacks are received. */
final class CallbackOptions {
    private CallbackOptions() {}

    /**
     * @return null where no callbacks are wanted
     * @throws IllegalArgumentException that names the option, what is wrong with it, and what is
     *     allowed
     */
    static CallbackSettings of(SeedanceConfiguration options, Account account) {
        return options.getCallbackBaseUrl() == null
                ? null
                : new CallbackSettings(
                        options.getCallbackBaseUrl(),
                        options.getCallbackPath(),
                        options.getCallbackSecret(),
                        options.getCallbackPreviousSecret(),
                        options.getHttpServerComponent());
    }
}
