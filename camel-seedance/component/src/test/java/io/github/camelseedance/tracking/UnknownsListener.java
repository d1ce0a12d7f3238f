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
package io.github.camelseedance.tracking;

import io.github.camelseedance.api.VideoTask;
import java.util.function.Consumer;

/** Hears of keys whose outcome is unknown, and of nothing else. */
record UnknownsListener(Consumer<String> keys) implements TrackingListener {
    @Override
    public void submitted(String account, String key, String exchangeId, VideoTask task) {}

    @Override
    public void progress(String account, VideoTask task) {}

    @Override
    public void ended(String account, VideoTask task) {}

    @Override
    public void outcomeUnknown(String account, String key) {
        keys.accept(key);
    }
}
