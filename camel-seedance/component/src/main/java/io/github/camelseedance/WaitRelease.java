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

import io.github.camelseedance.tracking.TaskService;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Tells the tasks that an exchange which held a row has ended, wherever that happens. */
final class WaitRelease extends SynchronizationAdapter {
    private final TaskService tasks;
    private final String key;

    WaitRelease(TaskService tasks, String key) {
        this.tasks = tasks;
        this.key = key;
    }

    @Override
    public void onDone(Exchange exchange) {
        tasks.exchangeEnded(key);
    }
}
