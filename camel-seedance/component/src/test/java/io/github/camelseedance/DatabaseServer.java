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

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;

/** An H2 server that is stopped and started on its port, and a pool of connections to it. */
final class DatabaseServer implements AutoCloseable {
    private final Path directory;
    private final HikariDataSource pool = new HikariDataSource();
    private int port;
    private Server server;

    DatabaseServer(Path directory) throws SQLException {
        this.directory = directory;
        start();
        pool.setJdbcUrl("jdbc:h2:tcp://127.0.0.1:" + port + "/./tasks;WRITE_DELAY=0");
        pool.setUsername("sa");
        pool.setPassword("");
        pool.setConnectionTimeout(250);
        pool.setMaximumPoolSize(4);
    }

    HikariDataSource pool() {
        return pool;
    }

    void start() throws SQLException {
        server =
                Server.createTcpServer(
                                "-tcpPort",
                                String.valueOf(port),
                                "-baseDir",
                                directory.toString(),
                                "-ifNotExists")
                        .start();
        port = server.getPort();
    }

    void stop() {
        server.stop();
    }

    @Override
    public void close() {
        pool.close();
        server.stop();
    }
}
