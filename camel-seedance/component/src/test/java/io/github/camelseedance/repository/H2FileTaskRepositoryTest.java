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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class H2FileTaskRepositoryTest extends JdbcTaskRepositoryContract {
    @TempDir static Path folder;
    private static DataSource file;

    /** Keeps the database open, as a pool does. */
    private static Connection open;

    @BeforeAll
    static void openFile() throws SQLException {
        file = Databases.h2(folder.resolve("tasks"));
        open = file.getConnection();
    }

    @AfterAll
    static void closeFile() throws SQLException {
        open.close();
    }

    @Override
    DataSource dataSource() {
        return file;
    }
}
