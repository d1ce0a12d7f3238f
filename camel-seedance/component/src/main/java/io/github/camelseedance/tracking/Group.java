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

/**
 * Whose consumers get the ends of tasks: those of one group name on one account.
 *
 * @param account label of the account
 * @param name the group's name
 */
public record Group(String account, String name) {

    /** The group of a row; null for a task that is left alone. */
    static Group of(TaskRow row) {
        return row.group() == null ? null : new Group(row.account(), row.group());
    }
}
