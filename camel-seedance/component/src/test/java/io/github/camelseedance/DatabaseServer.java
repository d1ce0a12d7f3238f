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

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;

/** An H2 server that is stopped and started on its port. */
final class DatabaseServer implements AutoCloseable {
    private final Path directory;
    private final JdbcDataSource h2 = new JdbcDataSource();
    private final DataSource dataSource;
    private volatile boolean running;
    private int port;
    private Server server;

    /** Keeps the port from all others while the server is down. */
    private Socket reservation = new Socket();

    /** H2 closes a database with its last connection, and opens it again with the next. */
    private Connection keeper;

    DatabaseServer(Path directory) throws SQLException, IOException {
        this.directory = directory;
        h2.setUser("sa");
        dataSource = impatient();
        start();
    }

    /** H2 itself tries for a second and a half to reach a server that is down. */
    private DataSource impatient() {
        return (DataSource)
                Proxy.newProxyInstance(
                        DataSource.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (self, method, arguments) -> {
                            if ("getConnection".equals(method.getName()) && !running) {
                                throw new SQLException("Connection refused", "08001");
                            }
                            try {
                                return method.invoke(h2, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    DataSource dataSource() {
        return dataSource;
    }

    void start() throws SQLException, IOException {
        server =
                Server.createTcpServer(
                                "-tcpPort",
                                String.valueOf(port),
                                "-baseDir",
                                directory.toString(),
                                "-ifNotExists")
                        .start();
        port = server.getPort();
        reservation.close();
        h2.setURL("jdbc:h2:tcp://127.0.0.1:" + port + "/./tasks;WRITE_DELAY=0");
        keeper = h2.getConnection();
        running = true;
    }

    void stop() throws IOException {
        running = false;
        server.stop();
        // Bound and not listening: it refuses connections, and the server may bind it too.
        reservation = new Socket();
        reservation.setReuseAddress(true);
        reservation.bind(new InetSocketAddress(port));
        try {
            keeper.close();
        } catch (SQLException e) {
            // Its server is gone.
        }
    }

    @Override
    public void close() throws IOException {
        stop();
        reservation.close();
    }
}
