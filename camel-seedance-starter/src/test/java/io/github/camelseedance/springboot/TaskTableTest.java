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
package io.github.camelseedance.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.repository.RowState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The task table lies in the database that a property names, and in no other. */
class TaskTableTest {
    private static final String KEY = "order-4711-of-november";
    private static final Map<String, Object> REQUEST =
            Map.of("prompt", "Waves", "image_urls", List.of("https://example.com/sea.jpg"));

    @TempDir private Path folder;
    private final JdbcDataSource database = new JdbcDataSource();
    private final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .lowCost(true)
                    .imageFetching(ImageFetching.LOOPBACK)
                    .build()
                    .start();
    private ApplicationContextRunner application;

    @BeforeEach
    void describeTheApplication() {
        database.setURL(
                "jdbc:h2:file:"
                        + folder.resolve("tasks")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1");
        application =
                new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(
                                        CamelAutoConfiguration.class,
                                        SeedanceComponentConverter.class,
                                        SeedanceComponentAutoConfiguration.class))
                        .withPropertyValues(
                                "camel.component.seedance.base-url=" + emulator.baseUrl(),
                                "camel.component.seedance.api-key=" + emulator.apiKey())
                        .withBean("dataSource", DataSource.class, () -> database)
                        .withBean(RouteBuilder.class, TaskTableTest::route);
    }

    @AfterEach
    void stop() throws SQLException {
        emulator.close();
        try (Connection connection = database.getConnection()) {
            connection.createStatement().execute("SHUTDOWN");
        }
    }

    private static RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:order").to("seedance:submit?idempotencyKey=" + KEY);
            }
        };
    }

    private static void submit(AssertableApplicationContext spring) {
        assertThat(spring).hasNotFailed();
        CamelContext camel = spring.getBean(CamelContext.class);
        camel.createProducerTemplate().requestBody("direct:order", REQUEST);
        assertThat(
                        camel.getComponent("seedance", SeedanceComponent.class)
                                .getTaskOperations()
                                .find(KEY))
                .hasValueSatisfying(row -> assertThat(row.state()).isEqualTo(RowState.ACCEPTED));
    }

    private boolean hasTable() throws SQLException {
        try (Connection connection = database.getConnection();
                ResultSet tables =
                        connection.getMetaData().getTables(null, null, "SEEDANCE_TASK", null)) {
            return tables.next();
        }
    }

    @Test
    void liesInTheDatabaseThatIsNamedAndOutlivesTheApplication() throws Exception {
        ApplicationContextRunner named =
                application.withPropertyValues("camel.component.seedance.data-source=#dataSource");
        named.run(TaskTableTest::submit);
        named.run(TaskTableTest::submit);

        assertThat(hasTable()).isTrue();
        emulator.ledger().assertGenerations(1);
    }

    @Test
    void leavesADatabaseAloneThatNobodyNames() throws Exception {
        application.run(TaskTableTest::submit);

        assertThat(hasTable()).isFalse();
    }
}
