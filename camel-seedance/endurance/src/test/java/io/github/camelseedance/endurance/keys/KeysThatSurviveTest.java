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
package io.github.camelseedance.endurance.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.task.TaskView;
import io.github.camelseedance.endurance.Child;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * One story, told before the tests: a process is killed while images and orders are under way, and
 * a second one gets the same images and orders; then that one is killed too. The tests look at what
 * was paid and what was delivered.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysThatSurviveTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> WAITING = List.of("lake", "harbour", "balloons");

    /** One is sent, accepted and paid, without an answer; one is sent and never accepted. */
    private static final List<String> UNANSWERED = List.of("lighthouse", "town");

    private static final Pattern ORDER =
            Pattern.compile(
                    Stream.of(Order.values()).map(Order::name).collect(Collectors.joining("|")));

    private static final int PAID = WAITING.size() + UNANSWERED.size() + Order.values().length;

    private final SeedanceEmulator emulator =
            SeedanceEmulator.builder()
                    .taskDuration(Duration.ofSeconds(2))
                    .imageFetching(ImageFetching.LOOPBACK)
                    .lowCost(true)
                    .build();
    private final List<String> told = new ArrayList<>();
    private String deliveredAgain;
    @TempDir private static Path folder;

    @BeforeAll
    void tell() throws Exception {
        emulator.start();
        emulator.clock().freeze();
        Files.createDirectories(folder.resolve("inbox"));
        for (String image : WAITING) {
            arrives(image);
        }
        long killed = firstProcess();
        secondProcess(killed);
        thirdProcess();
    }

    @AfterAll
    void stop() {
        emulator.close();
    }

    /** Is killed while it waits for tasks, and for the answers to two requests. */
    private long firstProcess() throws IOException {
        try (Child worker = worker()) {
            awaitSubmitted(worker, WAITING.size());
            for (Order order : Order.values()) {
                worker.say(order.name());
            }
            awaitSubmitted(worker, Order.values().length);
            // What the worker asks again before it is killed gets no answer either.
            emulator.faults()
                    .next(Phase.CREATE, Fault.hangAfterEffect())
                    .always(Phase.CREATE, Fault.hang());
            for (String image : UNANSWERED) {
                arrives(image);
            }
            awaitTrue(
                    () ->
                            sends().size() == PAID
                                    && emulator.ledger().paidGenerations() == PAID - 1);
        }
        emulator.faults().clear();
        return System.nanoTime();
    }

    /** Takes up all but one order; some while the dead process' leases last, some after them. */
    private void secondProcess(long killed) {
        try (Child worker = worker()) {
            worker.say(Order.JMS.name());
            worker.say(Order.HEADER.name());
            awaitTrue(() -> System.nanoTime() - killed > (Worker.LEASE_MILLIS + 1_000) * 1_000_000);
            worker.say(Order.KAFKA.name());
            worker.say(Order.SQS.name());
            worker.say(Order.EXPRESSION.name());
            awaitTrue(() -> emulator.ledger().paidGenerations() == PAID);
            // No task ends before somebody waits for each but the abandoned one.
            awaitTold(worker, "held", PAID - 1);
            emulator.clock().run(1);
            awaitTold(worker, "open", 0);
            while (orderLines().count() < Order.values().length - 1) {
                hear(worker, "");
            }
        }
    }

    /** Gets an order that has been delivered. */
    private void thirdProcess() {
        try (Child worker = worker()) {
            worker.say(Order.JMS.name());
            deliveredAgain = hear(worker, Order.JMS.name());
        }
    }

    @Test
    void everyImageBecomesAVideo() {
        assertThat(folder.resolve("outbox").toFile().list())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(WAITING.stream(), UNANSWERED.stream())
                                .map(image -> image + ".mp4")
                                .toList());
        assertThat(folder.resolve("inbox/failed")).doesNotExist();
    }

    @Test
    void everyImageAndOrderIsPaidOnce() {
        emulator.ledger().assertGenerations(PAID);
        assertThat(emulator.tasks().list())
                .extracting(TaskView::idempotencyKey)
                .doesNotHaveDuplicates();
    }

    /** A local image that was uploaded again would make another request under a known key. */
    @Test
    void whatGotNoAnswerIsSentAgainToTheLastByte() {
        Map<String, List<RecordedRequest>> sends = sends();
        assertThat(sends).hasSize(PAID);
        assertThat(sends.values().stream().filter(same -> same.size() > 1))
                .hasSize(UNANSWERED.size())
                .allSatisfy(
                        same ->
                                assertThat(same)
                                        .extracting(RecordedRequest::bodyText)
                                        .containsOnly(same.get(0).bodyText()));
        emulator.journal().creates().answered(409).assertNone();
        emulator.journal()
                .requests()
                .method("POST")
                .path("/api/v1/files/")
                .assertCount(WAITING.size() + UNANSWERED.size());
    }

    @Test
    void anOrderThatIsDeliveredAgainWaitsForItsFirstTask() {
        assertThat(orderLines())
                .hasSize(Order.values().length)
                .allSatisfy(line -> assertThat(orderTasks()).contains(task(line)));
        // Told by the second process, and by the third.
        assertThat(told.stream().filter(deliveredAgain::equals)).hasSize(2);
    }

    @Test
    void onlyWhatNobodyAsksForAgainGoesToCompletion() {
        List<String> abandoned = new ArrayList<>(orderTasks());
        orderLines().forEach(line -> abandoned.remove(task(line)));
        assertThat(told)
                .filteredOn(line -> line.startsWith("completion "))
                .extracting(KeysThatSurviveTest::task)
                .containsExactlyElementsOf(abandoned)
                .hasSize(1);
    }

    /** The creates by their keys. */
    private Map<String, List<RecordedRequest>> sends() {
        return emulator.journal().creates().stream()
                .collect(Collectors.groupingBy(create -> create.header("Idempotency-Key")));
    }

    /** What the workers have told of the ends of orders. */
    private Stream<String> orderLines() {
        return told.stream().filter(line -> ORDER.matcher(line).lookingAt());
    }

    /** The tasks of all orders, which ask for the same and differ in where they came from. */
    private List<String> orderTasks() {
        return emulator.tasks().list().stream()
                .filter(task -> task.request().prompt().equals(Worker.ORDERED))
                .map(TaskView::id)
                .toList();
    }

    private static String task(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private Child worker() {
        Child worker =
                Child.start(
                        "keys",
                        Worker.class,
                        List.of(emulator.baseUrl(), emulator.apiKey(), folder.toString()));
        worker.await("started", LIMIT);
        return worker;
    }

    private static void awaitSubmitted(Child worker, int tasks) {
        for (int task = 0; task < tasks; task++) {
            worker.await("submitted ", LIMIT);
        }
    }

    /** Reads on to a line that starts so; all before it are kept too. */
    private String hear(Child worker, String start) {
        while (true) {
            String line = worker.await("", LIMIT);
            told.add(line);
            if (line.startsWith(start)) {
                return line;
            }
        }
    }

    /** Asks until the answer is this number. */
    private void awaitTold(Child worker, String what, int number) {
        awaitTrue(
                () -> {
                    worker.say(what + "?");
                    return hear(worker, what + " ").equals(what + " " + number);
                });
    }

    private static void awaitTrue(Callable<Boolean> condition) {
        await().atMost(LIMIT).until(condition);
    }

    /** Moved, so that it is there at once and whole. */
    private static void arrives(String image) throws IOException {
        BufferedImage pixels = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        pixels.setRGB(0, 0, image.hashCode());
        Path whole = folder.resolve(image + ".png");
        ImageIO.write(pixels, "png", whole.toFile());
        Files.move(whole, folder.resolve("inbox").resolve(whole.getFileName()));
    }
}
