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

import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;

class H2TaskRepositoryTest extends TaskRepositoryContract {
    @Override
    TaskRepository open() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        JdbcTaskRepository table = new JdbcTaskRepository(dataSource);
        table.setAllowVolatile(true);
        table.start();
        return table;
    }
}
