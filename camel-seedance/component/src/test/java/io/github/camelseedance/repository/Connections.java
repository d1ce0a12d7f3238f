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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Data sources and connections that behave as real ones do on a bad day. */
public final class Connections {
    private Connections() {}

    /** What is done to each connection before it is given. */
    @FunctionalInterface
    public interface Change {
        Connection of(Connection connection) throws SQLException;
    }

    public static DataSource changed(DataSource dataSource, Change change) {
        return proxy(
                DataSource.class,
                (proxy, method, arguments) -> {
                    Object answer = call(dataSource, method, arguments);
                    return answer instanceof Connection connection ? change.of(connection) : answer;
                });
    }

    /** The same connection, of which one method fails. */
    public static Connection failing(Connection connection, String failing, SQLException failure) {
        return proxy(
                Connection.class,
                (proxy, method, arguments) -> {
                    if (method.getName().equals(failing)) {
                        throw failure;
                    }
                    return call(connection, method, arguments);
                });
    }

    /** The same connection, of which one method has another answer. */
    public static Connection answering(Connection connection, String answering, Object answer) {
        return proxy(
                Connection.class,
                (proxy, method, arguments) ->
                        method.getName().equals(answering)
                                ? answer
                                : call(connection, method, arguments));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
