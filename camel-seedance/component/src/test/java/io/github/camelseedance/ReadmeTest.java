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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;

import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.SeedanceTaskFailedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The README's code does what the README says. */
class ReadmeTest extends DocTestSupport {
    private static final DocPage README = DocPage.readme();
    private static final String ORDER =
            "{\"prompt\": \"Waves roll in\", \"image_urls\": [\"https://example.com/%s.jpg\"]}";

    private long paid() {
        return fixture.emulator.ledger().paidGenerations();
    }

    @Test
    void makesVideosOfAFolder() throws Exception {
        fixture.addJava(README.code("A folder of images", "java"));
        fixture.context.start();
        fixture.image("lake.png");

        fixture.awaitVideo("lake.mp4");
        assertThat(paid()).isEqualTo(1);
    }

    @Test
    void setsAsideAnImageThatFails() throws Exception {
        fixture.addJava(README.code("A folder of images", "java"));
        fixture.context.start();
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(inbox.resolve("broken.png"), "no image");

        await().until(() -> Files.exists(inbox.resolve("failed/broken.png")));
        assertThat(fixture.emulator.journal().requests()).isEmpty();
    }

    @Test
    void makesVideosByAYamlRoute() throws Exception {
        fixture.addYaml(README.code("YAML", "yaml"));
        fixture.context.start();
        fixture.image("lake.png");

        fixture.awaitVideo("lake.mp4");
        assertThat(paid()).isEqualTo(1);
    }

    @Test
    void makesVideosByTheRouteForSpringBoot() throws Exception {
        fixture.addJava(README.code("Spring Boot", "java"));
        fixture.context.start();
        fixture.image("lake.png");

        fixture.awaitVideo("lake.mp4");
        assertThat(paid()).isEqualTo(1);
    }

    @Test
    void deliversWhatAQueueHasOrdered() throws Exception {
        fixture.addJava(README.code("A queue in, videos out later", "java"));
        fixture.failNextTask("content_policy_violation");
        fixture.context.start();
        fixture.context.createProducerTemplate().sendBody("jms:orders", ORDER.formatted("one"));
        fixture.context.createProducerTemplate().sendBody("jms:orders", ORDER.formatted("two"));

        VideoTask failed = fixture.received("failed-videos", VideoTask.class);
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(fixture.emulator.tasks().list())
                .hasSize(2)
                .filteredOn(task -> !task.id().equals(failed.id()))
                .singleElement()
                .satisfies(task -> fixture.awaitVideo(task.id() + ".mp4"));
    }

    @Test
    void makesATransitionOfTwoImages() throws Exception {
        fixture.addJava(README.code("First and last frame", "java"));
        fixture.context.start();
        fixture.context.createProducerTemplate().requestBody("direct:transition", "now");

        fixture.awaitVideo("ocean.mp4");
        assertThat(fixture.emulator.journal().creates())
                .singleElement()
                .satisfies(
                        create ->
                                assertThat(create.bodyText())
                                        .contains(
                                                "[\"https://example.com/sunrise.jpg\","
                                                        + "\"https://example.com/sunset.jpg\"]"));
    }

    @Test
    void triesAnewUnderANewKey() throws Exception {
        startOrders();
        fixture.failNextTask("service_error");

        order("order-number-4711");

        fixture.awaitVideo("order-number-4711.mp4");
        assertThat(keys()).containsExactly("order-number-4711", "order-number-4711-retry-1");
    }

    @Test
    void doesNotTryAnewWhatCanNotHelp() throws Exception {
        startOrders();
        fixture.failNextTask("content_policy_violation");

        assertThatThrownBy(() -> order("order-number-4711"))
                .hasCauseInstanceOf(SeedanceTaskFailedException.class);
        assertThat(paid()).isEqualTo(1);
    }

    @Test
    void setsAsideWhatMayBePaid() throws Exception {
        startOrders();
        fixture.emulator.faults().next(Phase.CREATE, Fault.loseAnswer());

        order("order-number-4711");

        assertThat(fixture.received("to-be-checked", String.class)).contains("Waves roll in");
        assertThat(paid()).isEqualTo(1);
        assertThat(fixture.emulator.journal().creates()).hasSize(1);
    }

    private void startOrders() throws Exception {
        String recipe = README.code("A new try under a new key", "java");
        assertThat(recipe).contains("60_000");
        fixture.addJava(recipe.replace("60_000", "10"));
        fixture.context.start();
    }

    /** One way, as from a queue. */
    private void order(String number) {
        fixture.context
                .createProducerTemplate()
                .sendBodyAndHeader("direct:order", ORDER.formatted("one"), "orderId", number);
    }

    private List<String> keys() {
        return fixture.emulator.journal().creates().stream()
                .map(create -> create.header("Idempotency-Key"))
                .toList();
    }

    @Test
    void tellsProgressToEventNotifiers() throws Exception {
        fixture.snippets.script(README.code("Events", "java")).run(fixture.context);
        fixture.context.start();
        VideoTask task =
                fixture.context
                        .createProducerTemplate()
                        .requestBody(
                                "seedance:generate?prompt=Waves",
                                "https://example.com/one.jpg",
                                VideoTask.class);

        assertThat(task.completed()).isTrue();
    }

    /** The second of the blocks is a method of the class in the first. */
    @Test
    void showsTestsThatPass() throws Exception {
        List<String> code = README.codes("Test your routes", "java");
        assertThat(code).hasSize(2);
        String first = code.get(0).strip();
        String whole = first.substring(0, first.length() - 1) + code.get(1) + "}";

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture.snippets.type(whole)))
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(2, event(finishedSuccessfully()))
                .doNotHave(event(finishedWithFailure()));
    }

    @Test
    void findsTheTaskOfAnImageUrlAgainAfterACrash() throws Exception {
        orderByKey("https://example.com/one.jpg");
        String first = fixture.emulator.tasks().list().get(0).id();
        fixture.startAnew();

        assertThat(orderByKey("https://example.com/one.jpg").id()).isEqualTo(first);
        assertThat(paid()).isEqualTo(1);
    }

    @Test
    void neverPaysALocalImageTwiceButLosesItInACrash() throws Exception {
        Path image = fixture.image("lake.png");
        orderByKey(image);
        fixture.startAnew();

        assertThatThrownBy(() -> orderByKey(image))
                .hasCauseInstanceOf(SeedanceOutcomeUnknownException.class);
        assertThat(paid()).isEqualTo(1);
    }

    private VideoTask orderByKey(Object image) {
        fixture.context.start();
        return fixture.context
                .createProducerTemplate()
                .requestBodyAndHeaders(
                        "seedance:submit?track=false",
                        image,
                        Map.of(
                                SeedanceConstants.PROMPT,
                                "Waves roll in",
                                SeedanceConstants.IDEMPOTENCY_KEY,
                                "order-number-4711"),
                        VideoTask.class);
    }
}
