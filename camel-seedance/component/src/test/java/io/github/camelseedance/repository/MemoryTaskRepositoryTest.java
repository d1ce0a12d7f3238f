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
package io.github.camelseedance.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelseedance.api.SeedanceException;
import org.junit.jupiter.api.Test;

class MemoryTaskRepositoryTest extends TaskRepositoryContract {
    private TaskRepository opened;

    @Override
    TaskRepository open() {
        opened = new MemoryTaskRepository();
        return opened;
    }

    @Override
    TaskRepository openSame() {
        return opened;
    }

    @Test
    void isNotSeenByOtherProcesses() {
        assertThat(open().isShared()).isFalse();
    }

    @Test
    void fullTableRefusesAndForgetsNothing() {
        TaskRepository table = new MemoryTaskRepository(2);
        insert(table, "one");
        insert(table, "two");
        TaskRow two = table.find("two").orElseThrow();
        table.update(two.change().tombstone(RowState.REFUSED).row());

        assertThatThrownBy(() -> insert(table, "three"))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContainingAll("full", "2 rows", "1 of them open", "Nothing was sent");
        assertThat(table.find("one")).isPresent();
        assertThat(table.find("two")).isPresent();
        assertThat(table.find("three")).isEmpty();

        assertThat(table.purge(table.now().plusSeconds(1))).isEqualTo(2);
        insert(table, "three");
        assertThat(table.find("three")).isPresent();
    }

    private static void insert(TaskRepository table, String key) {
        assertThat(
                        table.insertIfAbsent(
                                TaskRow.prepared(key, "default", null, "print", table.now())))
                .isEmpty();
    }
}
