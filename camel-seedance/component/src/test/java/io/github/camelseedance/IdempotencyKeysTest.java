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

import io.github.camelseedance.api.SeedanceInvalidRequestException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.builder.Builder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.ProcessorEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyKeysTest {
    private static final String DIGEST = RequestDigest.of("request");
    private static final AggregationStrategy LAST = (old, latest) -> latest;

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final DefaultCamelContext context = new DefaultCamelContext();
    @TempDir private Path folder;

    @BeforeEach
    void addComponent() {
        context.addComponent("submit", new KeyComponent());
        context.setAllowUseOriginalMessage(false);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void givesTwoNodesTwoKeys() throws Exception {
        run(from -> from.to("submit:a").to("submit:a").toD("submit:a"));

        assertThat(keys).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void givesARedeliveryByTheErrorHandlerTheSameKey() throws Exception {
        failures.set(2);

        run(from -> from.to("submit:a").to("submit:b"));

        assertThat(keys).hasSize(4);
        assertThat(keys.subList(0, 3)).containsOnly(keys.get(0));
        assertThat(keys.get(3)).isNotEqualTo(keys.get(0));
    }

    @Test
    void givesEachExchangeItsOwnKey() throws Exception {
        run(from -> from.to("submit:a"));
        context.createProducerTemplate().sendBody("direct:in", "a,b");

        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void givesEachPartOfASplitItsOwnKey() throws Exception {
        run(from -> from.split(Builder.body().tokenize(",")).to("submit:a").end().to("submit:b"));

        assertThat(keys).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void givesThePartsTheSameKeysWhenTheSplitIsRedelivered() throws Exception {
        AtomicInteger aggregated = new AtomicInteger();
        AggregationStrategy failsAtFirst =
                (old, latest) -> {
                    if (aggregated.incrementAndGet() == 2) {
                        throw new IllegalStateException("fails once");
                    }
                    return latest;
                };

        run(from -> from.split(Builder.body().tokenize(","), failsAtFirst).to("submit:a"));

        assertThat(keys).hasSize(4);
        assertThat(keys.subList(2, 4)).containsExactlyElementsOf(keys.subList(0, 2));
        assertThat(keys.subList(0, 2)).doesNotHaveDuplicates();
    }

    @Test
    void givesEachPartOfNestedSplitsItsOwnKey() throws Exception {
        run(
                from ->
                        from.split(Builder.body().tokenize(","))
                                .split(Builder.constant(List.of(1, 2)))
                                .to("submit:a"));

        assertThat(keys).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void givesEachRoundOfALoopItsOwnKey() throws Exception {
        run(from -> from.loop(3).to("submit:a").end().loop(3).copy().to("submit:a"));

        assertThat(keys).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void givesEachBranchOfAMulticastItsOwnKey() throws Exception {
        run(from -> from.multicast().to("submit:a", "submit:a").to("direct:sub", "direct:sub"));

        assertThat(keys).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void givesEachRecipientItsOwnKey() throws Exception {
        run(from -> from.recipientList(Builder.constant("submit:a,submit:b")));

        assertThat(keys).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void givesARedeliveredEnrichTheSameKey() throws Exception {
        failures.set(1);

        run(from -> from.enrich("submit:a", LAST).to("submit:b"));

        assertThat(keys).hasSize(3);
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
        assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
    }

    @Test
    void knowsAFileAgainInAnotherContext() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "one");
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_800_000_000)));

        String first = keyOfFile();
        String again = keyOfFile();
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_800_000_001)));
        String changed = keyOfFile();

        assertThat(again).isEqualTo(first);
        assertThat(changed).isNotEqualTo(first);
    }

    @Test
    void knowsAMessageOfAQueueAgain() {
        context.start();
        Map<String, Object> kafka =
                Map.of("CamelKafkaTopic", "t", "CamelKafkaPartition", 0, "CamelKafkaOffset", 7L);
        for (Map<String, Object> headers :
                List.of(
                        kafka,
                        Map.<String, Object>of(
                                "kafka.TOPIC", "t", "kafka.PARTITION", 0, "kafka.OFFSET", 7L),
                        Map.<String, Object>of("JMSMessageID", "ID:1"),
                        Map.<String, Object>of("CamelAwsSqsMessageId", "1"),
                        Map.<String, Object>of("CamelGooglePubsubMessageId", "1"),
                        Map.<String, Object>of("CamelAzureServiceBusMessageId", "1"))) {
            keys.add(key(headers));
            assertThat(key(headers)).isEqualTo(keys.get(keys.size() - 1));
        }
        keys.add(
                key(
                        Map.of(
                                "CamelKafkaTopic",
                                "t",
                                "CamelKafkaPartition",
                                0,
                                "CamelKafkaOffset",
                                8L)));
        keys.add(key(Map.of("CamelKafkaTopic", "t", "CamelKafkaPartition", 0)));
        keys.add(key(Map.of("CamelKafkaTopic", "t", "CamelKafkaPartition", 0)));

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void ignoresTheIndexThatASplitLeavesBehind() throws Exception {
        AtomicInteger kept = new AtomicInteger();
        AggregationStrategy keepsOne =
                (old, latest) ->
                        old == null
                                        || latest.getProperty(Exchange.SPLIT_INDEX, -1, int.class)
                                                == kept.get()
                                ? latest
                                : old;
        run(
                from ->
                        from.setHeader("JMSMessageID", Builder.constant("ID:1"))
                                .split(Builder.body().tokenize(","), keepsOne)
                                .setBody(Builder.constant("x"))
                                .end()
                                .to("submit:a"));
        kept.set(1);
        context.createProducerTemplate().sendBody("direct:in", "a,b");

        assertThat(keys).hasSize(2).containsOnly(keys.get(0));
    }

    @Test
    void prefersTheHeaderToTheOption() {
        context.start();
        IdempotencyKeys withOption = new IdempotencyKeys(Builder.simple("order-${body}"));
        Exchange exchange = exchange(Map.of());
        exchange.getMessage().setBody("4711");

        assertThat(withOption.of(exchange, DIGEST)).isEqualTo("order-4711");
        exchange.getMessage().setHeader(SeedanceConstants.IDEMPOTENCY_KEY, "mine");
        assertThat(withOption.of(exchange, DIGEST)).isEqualTo("mine");
        exchange.getMessage().setHeader(SeedanceConstants.IDEMPOTENCY_KEY, 4712L);
        assertThat(withOption.of(exchange, DIGEST)).isEqualTo("4712");
    }

    @Test
    void refusesABlankKey() {
        context.start();
        IdempotencyKeys withOption = new IdempotencyKeys(Builder.simple("${header.order}"));

        assertThatThrownBy(() -> withOption.of(exchange(Map.of()), DIGEST))
                .isInstanceOf(SeedanceInvalidRequestException.class)
                .hasMessageContaining("idempotency key")
                .hasMessageContaining("option idempotencyKey");
        assertThatThrownBy(
                        () ->
                                withOption.of(
                                        exchange(Map.of(SeedanceConstants.IDEMPOTENCY_KEY, " ")),
                                        DIGEST))
                .isInstanceOf(SeedanceInvalidRequestException.class)
                .hasMessageContaining("header CamelSeedanceIdempotencyKey");
    }

    @Test
    void refusesAKeyThatTheTaskTableCanNotHold() {
        context.start();
        assertThat(key(Map.of(SeedanceConstants.IDEMPOTENCY_KEY, "ä".repeat(255)))).hasSize(255);
        for (String unfit : List.of("x".repeat(256), "a\nb", "a\u0000b", "a\u0085b", "\ud83d")) {
            assertThatThrownBy(() -> key(Map.of(SeedanceConstants.IDEMPOTENCY_KEY, unfit)))
                    .isInstanceOf(SeedanceInvalidRequestException.class)
                    .hasMessageContaining("idempotency key = '")
                    .hasMessageFindingMatch("256 characters; at most 255|control character")
                    .hasMessageContaining("(header CamelSeedanceIdempotencyKey)");
        }
    }

    @Test
    void sendsALegalKeyAsItIsAndAnyOtherAsItsHash() {
        String legal = "order-4711.Video_1";

        assertThat(IdempotencyKeys.onTheWire(legal)).isEqualTo(legal);
        assertThat(IdempotencyKeys.onTheWire("x".repeat(96))).isEqualTo("x".repeat(96));
        for (String other :
                List.of("short", "x".repeat(97), "order 4711 with spaces", "schlüssel-4711-ä")) {
            assertThat(IdempotencyKeys.onTheWire(other))
                    .matches("[0-9a-f]{64}")
                    .isEqualTo(RequestDigest.of(other));
        }
    }

    @Test
    void tellsPartsOfAHashApart() {
        List<String> withNull = new ArrayList<>(List.of("a"));
        withNull.add(null);

        assertThat(
                        List.of(
                                RequestDigest.of(List.of("ab", "c")),
                                RequestDigest.of(List.of("a", "bc")),
                                RequestDigest.of(List.of("a", "")),
                                RequestDigest.of(withNull),
                                RequestDigest.of(List.of("a"))))
                .doesNotHaveDuplicates();
    }

    private String key(Map<String, Object> headers) {
        return new IdempotencyKeys(null).of(exchange(headers), DIGEST);
    }

    private Exchange exchange(Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        headers.forEach(exchange.getMessage()::setHeader);
        return exchange;
    }

    private interface Route {
        void define(RouteDefinition from) throws Exception;
    }

    /** Runs one exchange through a route that redelivers at once. */
    private void run(Route route) throws Exception {
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() throws Exception {
                        errorHandler(
                                defaultErrorHandler().maximumRedeliveries(3).redeliveryDelay(0));
                        route.define(from("direct:in"));
                        from("direct:sub").errorHandler(noErrorHandler()).to("submit:sub");
                    }
                });
        context.start();
        context.createProducerTemplate().sendBody("direct:in", "a,b");
    }

    @Test
    void knowsAFileByPathTimeAndLength() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "content");
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_800_000_000)));
        String first = keyOfFile();

        assertThat(keyOfFile("readLock=markerFile")).isEqualTo(first);
        assertThat(keyOfFile("readLock=rename")).isEqualTo(first);
        String movedBefore = keyOfFile("preMove=work");
        assertThat(movedBefore).isNotEqualTo(first);
        Files.move(folder.resolve("work/.camel/a.txt"), file);
        assertThat(keyOfFile("preMove=work")).isEqualTo(movedBefore);
        Files.move(folder.resolve("work/.camel/a.txt"), file);
        assertThat(keyOfFile()).isEqualTo(first);
        Files.move(file, folder.resolve("b.txt"));
        assertThat(keyOfFile()).isNotEqualTo(first);
    }

    /** A key of such a file is not that which it had while it was there: paid twice. */
    @Test
    void derivesNoKeyFromAFileThatIsGone() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "content");
        // Between the consumer's listing of the folder and its taking of the file.
        GenericFileFilter<File> deletes = listed -> listed.getFile().delete();
        context.getRegistry().bind("deletes", deletes);
        CompletableFuture<Exception> refused = new CompletableFuture<>();
        context.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("file:" + folder + "?delete=true&initialDelay=0&filter=#deletes")
                                .onException(SeedanceInvalidRequestException.class)
                                .handled(true)
                                .process(e -> refused.complete(caught(e)))
                                .end()
                                .to("submit:a");
                    }
                });
        context.start();

        assertThat(refused.get(10, TimeUnit.SECONDS))
                .hasMessageContaining("was not sent")
                .hasMessageContaining("source file = '" + file + "': was gone")
                .hasMessageContaining("a key of your own");
        assertThat(keys).isEmpty();
    }

    private static Exception caught(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
    }

    @Test
    void needsAllThatNamesAMessage() {
        context.start();
        assertThat(key(Map.of("JMSMessageID", " "))).isNotEqualTo(key(Map.of("JMSMessageID", " ")));
        assertThat(key(Map.of("CamelKafkaTopic", "t", "JMSMessageID", "ID:1")))
                .isEqualTo(key(Map.of("JMSMessageID", "ID:1")));
    }

    private String keyOfFile() throws Exception {
        return keyOfFile("noop=true");
    }

    private String keyOfFile(String options) throws Exception {
        keys.clear();
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            other.addComponent("submit", new KeyComponent());
            other.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("file:"
                                            + folder
                                            + "?initialDelay=0&repeatCount=1&"
                                            + (options.startsWith("readLock") ? "noop=true&" : "")
                                            + options)
                                    .routeId("files")
                                    .to("submit:a")
                                    .id("submit");
                        }
                    });
            other.start();
            Awaitility.await().until(() -> !keys.isEmpty());
        }
        return keys.get(0);
    }

    /** Notes the key of each exchange that comes by, and fails as often as it is told to. */
    private final class KeyComponent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> options) {
            Processor notes =
                    exchange -> {
                        keys.add(new IdempotencyKeys(null).of(exchange, DIGEST));
                        if (failures.getAndDecrement() > 0) {
                            throw new IllegalStateException("told to fail");
                        }
                    };
            return new ProcessorEndpoint(uri, this, notes);
        }
    }
}
