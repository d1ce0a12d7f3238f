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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelseedance.repository.MemoryTaskRepository;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task table that cannot be used fails the start of a route, with a text to act on. */
class DataSourceOptionTest {
    private static final String PASSWORD = "dbVerySecret4711";

    @TempDir private Path directory;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SeedanceComponent seedance = new SeedanceComponent();

    DataSourceOptionTest() {
        seedance.getConfiguration().setApiKey("sk-evo-VerySecret0123456789");
        context.addComponent("seedance", seedance);
        context.disableJMX();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private DataSource h2(String url) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        dataSource.setUser("sa");
        dataSource.setPassword(PASSWORD);
        return dataSource;
    }

    private Throwable start(String from, String to) {
        return catchThrowable(
                () -> {
                    context.start();
                    context.addRoutes(
                            new RouteBuilder() {
                                @Override
                                public void configure() {
                                    from(from).routeId("mistaken").to(to);
                                }
                            });
                });
    }

    /** What the start of this route fails with, as it would be logged. */
    private String failure(String from, String to) {
        Throwable thrown = start(from, to);
        assertThat(thrown).as("failure of %s, %s", from, to).isNotNull();
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain("VerySecret");
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "await"})
    void aDatabaseThatIsNotThere(String operation) {
        context.getRegistry().bind("ds", h2("jdbc:h2:tcp://127.0.0.1:1/nothing"));

        assertThat(failure("direct:a", "seedance:" + operation + "?dataSource=#ds"))
                .contains("The task table SEEDANCE_TASK can not be reached: ")
                .contains("Connection is broken");
    }

    @Test
    void aDatabaseThatIsNotThereForAConsumer() {
        context.getRegistry().bind("ds", h2("jdbc:h2:tcp://127.0.0.1:1/nothing"));

        assertThat(failure("seedance:completion?dataSource=#ds", "log:a"))
                .contains("The task table SEEDANCE_TASK can not be reached: ");
    }

    @Test
    void aTableOfSomebodyElse() throws Exception {
        DataSource dataSource = h2("jdbc:h2:file:" + directory.resolve("other") + ";WRITE_DELAY=0");
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE SEEDANCE_TASK (NAME VARCHAR(10))");
        }
        context.getRegistry().bind("ds", dataSource);

        assertThat(failure("direct:a", "seedance:submit?dataSource=#ds")).contains("SEEDANCE_TASK");
    }

    @Test
    void aWrongPassword() throws Exception {
        String url = "jdbc:h2:file:" + directory.resolve("locked") + ";WRITE_DELAY=0";
        JdbcDataSource owner = new JdbcDataSource();
        owner.setURL(url);
        owner.setUser("sa");
        owner.setPassword("another");
        owner.getConnection().close();
        context.getRegistry().bind("ds", h2(url));

        assertThat(failure("direct:a", "seedance:submit?dataSource=#ds"))
                .contains("The task table SEEDANCE_TASK can not be reached: ")
                .contains("Wrong user name or password");
    }

    @Test
    void aPasswordInTheUrl() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:tcp://127.0.0.1:1/nothing;USER=sa;PASSWORD=" + PASSWORD);
        context.getRegistry().bind("ds", dataSource);

        assertThat(failure("direct:a", "seedance:submit?dataSource=#ds"))
                .contains("The task table SEEDANCE_TASK can not be reached: ");
    }

    @Test
    void aTableAndADatabase() {
        context.getRegistry().bind("ds", h2("jdbc:h2:tcp://127.0.0.1:1/nothing"));
        context.getRegistry().bind("table", new MemoryTaskRepository());

        assertThat(failure("direct:a", "seedance:submit?dataSource=#ds&taskRepository=#table"))
                .contains("taskRepository and dataSource are both set")
                .contains("Leave out one of them");
    }

    @Test
    void anEndpointsTableInPlaceOfTheComponents() {
        seedance.getConfiguration().setDataSource(h2("jdbc:h2:tcp://127.0.0.1:1/nothing"));
        MemoryTaskRepository table = new MemoryTaskRepository();
        context.getRegistry().bind("table", table);

        assertThat(start("direct:a", "seedance:submit?taskRepository=#table")).isNull();
        assertThat(
                        context.getEndpoint(
                                        "seedance:submit?taskRepository=#table",
                                        SeedanceEndpoint.class)
                                .getConfiguration())
                .satisfies(options -> assertThat(options.getTaskRepository()).isSameAs(table))
                .satisfies(options -> assertThat(options.getDataSource()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dataSource", "taskRepository"})
    void aBeanThatIsNotThere(String option) {
        assertThat(failure("direct:a", "seedance:submit?" + option + "=#nobody"))
                .contains(option)
                .contains("nobody");
    }

    @Test
    void aBeanOfAnotherKind() {
        context.getRegistry().bind("ds", "not a data source");

        assertThat(failure("direct:a", "seedance:submit?dataSource=#ds")).contains("dataSource");
    }

    @Test
    void anOperationWithoutTasksNeedsNoTable() {
        seedance.getConfiguration().setDataSource(h2("jdbc:h2:tcp://127.0.0.1:1/nothing"));

        assertThat(start("direct:a", "seedance:credits")).isNull();
    }
}
