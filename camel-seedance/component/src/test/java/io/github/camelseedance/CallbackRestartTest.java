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

import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.repository.Databases;
import io.github.camelseedance.repository.jdbc.JdbcTaskRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between a request and its callback the application is started anew, on the same table. */
class CallbackRestartTest {
    private static final String KEY = "order-of-november-0001";
    private static final String NEW_SECRET = "another-secret-of-32-characters-or-more";

    @TempDir Path folder;
    private final List<VideoTask> delivered = new CopyOnWriteArrayList<>();
    private SeedanceEmulator emulator;
    private ReverseProxy proxy;
    private ScaleTestSupport node;
    private CallbackServer server;

    @BeforeEach
    void startProxy() throws Exception {
        proxy = new ReverseProxy();
    }

    @AfterEach
    void stop() throws Exception {
        stopApplication();
        proxy.close();
        emulator.close();
    }

    /** Its tasks end when a test says so. */
    private void startService() {
        emulator =
                SeedanceEmulator.builder()
                        .taskDuration(Duration.ofHours(1))
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .build()
                        .start();
    }

    private void stopApplication() throws Exception {
        node.close();
        server.close();
        proxy.forwardToNone();
    }

    private void startApplication(String secret, String previousSecret) throws Exception {
        node =
                new ScaleTestSupport(
                        emulator,
                        new JdbcTaskRepository(Databases.h2(folder.resolve("tasks"))),
                        false);
        server = CallbackServer.behind(proxy, node);
        node.component.getConfiguration().setCallbackSecret(secret);
        node.component.getConfiguration().setCallbackPreviousSecret(previousSecret);
        node.route(route -> route.from("seedance:completion").process(e -> delivered.add(task(e))))
                .start();
    }

    private static VideoTask task(Exchange exchange) {
        return exchange.getMessage().getBody(VideoTask.class);
    }

    private String submitAndStop() throws Exception {
        startApplication(CallbackServer.SECRET, null);
        String id = node.submit("seedance:submit", KEY);
        stopApplication();
        return id;
    }

    @Test
    void aCallbackIsReceivedByTheNextProcess() throws Exception {
        startService();
        String id = submitAndStop();
        startApplication(CallbackServer.SECRET, null);

        emulator.tasks().complete(id);

        awaitDelivery(id);
        awaitAnswer();
        assertThat(node.reads()).hasSizeBetween(1, 3);
    }

    @Test
    void aTaskIsFoundByReadingWhenItsCallbackWasLost() throws Exception {
        startService();
        String id = submitAndStop();
        emulator.tasks().complete(id);
        await().until(() -> proxy.answers.contains(502));
        startApplication(CallbackServer.SECRET, null);
        proxy.forwardToNone();

        awaitDelivery(id);
    }

    @Test
    void aCallbackByThePreviousSecretIsReceived() throws Exception {
        startService();
        String id = submitAndStop();
        startApplication(NEW_SECRET, CallbackServer.SECRET);

        emulator.tasks().complete(id);

        awaitDelivery(id);
        awaitAnswer();
    }

    @Test
    void aCallbackByAForgottenSecretIsNot() throws Exception {
        startService();
        String id = submitAndStop();
        startApplication(NEW_SECRET, null);

        emulator.tasks().complete(id);

        await().until(() -> !proxy.answers.isEmpty());
        assertThat(proxy.answers).containsOnly(404);
    }

    @Test
    void aRequestInDoubtIsRepeatedAsItWasAfterARotation() throws Exception {
        startService();
        startApplication(CallbackServer.SECRET, null);
        emulator.faults().next(Phase.CREATE, Fault.loseAnswer());
        Exchange lost = ScaleTestSupport.get(node.sendRequest("seedance:submit", KEY));
        assertThat(lost.getException()).isInstanceOf(SeedanceOutcomeUnknownException.class);
        stopApplication();
        startApplication(NEW_SECRET, null);

        String id = node.submit("seedance:submit?ambiguousSubmit=retry", KEY);

        List<RecordedRequest> creates = emulator.journal().creates();
        assertThat(creates).hasSize(2);
        assertThat(creates.get(1).body()).isEqualTo(creates.get(0).body());
        assertThat(creates.get(0).bodyText()).contains(proxy.baseUrl() + "/seedance/callback/");
        assertThat(emulator.tasks().list()).extracting(task -> task.id()).containsExactly(id);
        emulator.ledger().assertGenerations(1);
    }

    /** The task may be delivered before the service has got its answer, or by a read alone. */
    private void awaitAnswer() {
        await().untilAsserted(() -> assertThat(proxy.answers).containsExactly(200));
    }

    private void awaitDelivery(String id) {
        await().until(() -> !delivered.isEmpty());
        // Nothing else comes within some scans of the table.
        await().during(Duration.ofMillis(300)).until(() -> delivered.size() == 1);
        assertThat(delivered.get(0).id()).isEqualTo(id);
        assertThat(delivered.get(0).completed()).isTrue();
    }
}
