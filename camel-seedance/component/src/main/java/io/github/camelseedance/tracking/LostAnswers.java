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

import io.github.camelseedance.repository.TaskRow;

/** Finds the tasks of requests whose answer got lost, by the callbacks that name them. */
final class LostAnswers {

    /**
     * A callback names a task for a key of which none is known; runs on the repository pool.
     *
     * @param row as it stands now
     */
    void found(TaskRow row, String taskId) {}
}
