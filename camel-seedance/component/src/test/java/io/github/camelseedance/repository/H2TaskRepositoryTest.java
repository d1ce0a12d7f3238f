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
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class H2TaskRepositoryTest extends JdbcTaskRepositoryContract {
    private static final DataSource MEMORY = Databases.h2InMemory();

    @Override
    DataSource dataSource() {
        return MEMORY;
    }

    @Test
    void databaseThatIgnoresCaseJoinsNoTwoKeys() {
        JdbcTaskRepository table =
                new JdbcTaskRepository(
                        Databases.h2("jdbc:h2:mem:ignorecase;DB_CLOSE_DELAY=-1;IGNORECASE=TRUE"));
        table.setAllowVolatile(true);
        table.start();
        table.insertIfAbsent(TaskRow.prepared("KEY", "default", null, "print", table.now()));
        TaskRow other = TaskRow.prepared("key", "default", null, "print", table.now());

        assertThat(table.find("key")).isEmpty();
        assertThatThrownBy(() -> table.insertIfAbsent(other))
                .isInstanceOf(SeedanceException.class)
                .hasMessageContaining("23505");
    }
}
