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
package io.github.camelseedance.repository.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** Creates the table where it is missing, by the script that is shipped beside this class. */
final class Schema {
    private static final String SCRIPT = "schema-1.sql";
    private static final Pattern COMMENT = Pattern.compile("--[^\n]*\n");

    private final String table;

    Schema(String table) {
        this.table = table;
    }

    Void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : script().split(";")) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
        }
        return null;
    }

    private String script() {
        try (InputStream in = Schema.class.getResourceAsStream(SCRIPT)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return COMMENT.matcher(text)
                    .replaceAll("")
                    .replace("${table}", table)
                    .replace("${index}", table.substring(table.lastIndexOf('.') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
