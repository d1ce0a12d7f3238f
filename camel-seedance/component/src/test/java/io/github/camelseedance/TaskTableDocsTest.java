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
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.repository.Databases;
import io.github.camelseedance.repository.RowState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation says of the task table works. */
class TaskTableDocsTest extends DocTestSupport {
    private static final DocPage README = DocPage.readme();
    private static final String DURABLE = "Durable: nothing paid twice, nothing lost";
    private static final String KEY = "order-number-4711";

    static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of(README, DURABLE), Arguments.of(DocPage.componentPage(), "Task table"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aTaskOutlivesItsProcessInH2(DocPage page, String heading) throws Exception {
        String properties = page.code(heading, "properties").replace("./data", folder + "/data");

        assertThat(submit(properties)).isEqualTo(submit(properties));

        fixture.emulator.ledger().assertGenerations(1);
        shutDown(load(properties).getProperty("camel.beans.tasks.url"));
    }

    private static void shutDown(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute("SHUTDOWN");
        }
    }

    @Test
    void aTaskOutlivesItsProcessInPostgreSql() throws Exception {
        try (EmbeddedPostgres server = Databases.startPostgres()) {
            String properties =
                    README.code("PostgreSQL", "properties")
                            .replace(
                                    "jdbc:postgresql://db.example.com/videos",
                                    server.getJdbcUrl("postgres", "postgres"))
                            .replace("username=videos", "username=postgres")
                            .replace("{{env:DB_PASSWORD}}", "postgres");

            assertThat(submit(properties)).isEqualTo(submit(properties));

            fixture.emulator.ledger().assertGenerations(1);
        }
    }

    @Test
    void theTableMayHaveAnotherName() throws Exception {
        String properties =
                README.code(DURABLE, "properties")
                                .replace("./data", folder + "/data")
                                .replace(
                                        "EXIT=FALSE;",
                                        "EXIT=FALSE;INIT=CREATE SCHEMA IF NOT EXISTS my_schema;")
                                .replace("camel.component.seedance.data-source=#tasks", "")
                        + README.code("The table", "properties");

        submit(properties);

        String url = load(properties).getProperty("camel.beans.tasks.url");
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery("SELECT state FROM my_schema.video_task")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("ACCEPTED");
        }
        shutDown(url);
    }

    private static Properties load(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }

    /** Starts an application, submits under one key, and ends it. */
    private String submit(String properties) throws Exception {
        Properties all = load(properties);
        all.setProperty("camel.component.seedance.base-url", fixture.emulator.baseUrl());
        all.setProperty("camel.component.seedance.api-key", fixture.emulator.apiKey());
        Main main = new Main();
        main.setOverrideProperties(all);
        main.start();
        try {
            return main.getCamelTemplate()
                    .requestBodyAndHeaders(
                            "seedance:submit",
                            "https://example.com/sea.jpg",
                            Map.of(
                                    SeedanceConstants.PROMPT,
                                    "Waves roll in",
                                    SeedanceConstants.IDEMPOTENCY_KEY,
                                    KEY),
                            VideoTask.class)
                    .id();
        } finally {
            DataSource tasks = main.lookup("tasks", DataSource.class);
            main.stop();
            if (tasks instanceof AutoCloseable pool) {
                pool.close();
            }
        }
    }

    @Test
    void oneNodeOfManyDelivers() throws Exception {
        fixture.addJava(
                README.code("Many nodes", "java")
                        .replace(
                                "setRoot(\"cluster\");",
                                "setRoot(\""
                                        + folder.resolve("cluster")
                                        + "\"); cluster.setAcquireLockInterval(1);"));
        fixture.context.start();
        send("seedance:submit");

        fixture.awaitVideo(fixture.firstTask() + ".mp4");
    }

    @Test
    void aPersonHasParkedTasksDeliveredAgain() throws Exception {
        fixture.addJava(
                """
                errorHandler(noErrorHandler());
                from("seedance:completion?maximumRedeliveries=0")
                    .throwException(IllegalStateException.class, "never");
                """);
        SeedanceComponent seedance =
                fixture.context.getComponent("seedance", SeedanceComponent.class);
        try (CapturedLog consumer = CapturedLog.of(CompletionConsumer.class);
                CapturedLog parked =
                        CapturedLog.of("io.github.camelseedance.tracking.Deliveries")) {
            fixture.context.start();
            send("seedance:submit");
            await().until(() -> state(seedance) == RowState.PARKED);
            await().until(() -> consumer.lines().size() == 1 && parked.lines().size() == 1);

            fixture.snippets.script(README.code("Parked and unknown", "java")).run(fixture.context);

            await().until(() -> parked.lines().size() == 2);
        }
    }

    private static RowState state(SeedanceComponent seedance) {
        return seedance.getTaskOperations().find(KEY).orElseThrow().state();
    }

    private void send(String uri) {
        fixture.context
                .createProducerTemplate()
                .requestBodyAndHeaders(
                        uri,
                        "https://example.com/sea.jpg",
                        Map.of(
                                SeedanceConstants.PROMPT,
                                "Waves roll in",
                                SeedanceConstants.IDEMPOTENCY_KEY,
                                KEY));
    }
}
