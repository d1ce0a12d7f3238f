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
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.github.camelseedance.api.SeedanceException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceRefusedException;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.media.ImagePublisher;
import io.github.camelseedance.media.LocalImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code upload}, and the user's own publisher in its place. */
class UploadRouteTest extends RouteTestSupport {
    private static final byte[] IMAGE = Images.png(7);

    @TempDir static Path folder;

    private final Map<String, String> published = new ConcurrentHashMap<>();

    @Override
    void configure(RouteBuilder routes) {
        bind("blocking", this::publishSlowly);
        bind("nothing", image -> null);
        bind("nullUrl", image -> CompletableFuture.completedFuture(null));
        bind("local", image -> CompletableFuture.completedFuture("file:///tmp/a.png?sig=secret"));
        bind(
                "throwing",
                image -> {
                    throw new IllegalStateException("no bucket");
                });
        bind(
                "erring",
                image -> {
                    throw new NoClassDefFoundError("com/example/S3");
                });
        bind(
                "failing",
                image -> CompletableFuture.failedFuture(new IOException("the bucket is full")));
        routes.from("direct:upload").to("seedance:upload");
    }

    private void bind(String name, ImagePublisher publisher) {
        context.getRegistry().bind(name, ImagePublisher.class, publisher);
    }

    private CompletionStage<String> publishSlowly(LocalImage image) {
        try (InputStream in = image.content().open()) {
            published.put(image.name(), Thread.currentThread().getName());
            assertThat(in.readAllBytes()).hasSize((int) image.length());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return CompletableFuture.completedFuture("https://example.com/" + image.name());
    }

    static Stream<Arguments> images() throws IOException {
        Path file = Files.write(folder.resolve("a picture.jpg"), IMAGE);
        return Stream.of(
                argumentSet("byte[]", IMAGE, "named.png"),
                argumentSet("InputStream", new ByteArrayInputStream(IMAGE), "named.png"),
                argumentSet("File", file.toFile(), "a_picture.png"),
                argumentSet("Path", file, "a_picture.png"));
    }

    @ParameterizedTest
    @MethodSource
    void images(Object body, String name) throws IOException {
        Exchange exchange =
                succeeded(
                        send(
                                "direct:upload",
                                body,
                                Map.of(Exchange.FILE_NAME, "in/named.jpg", "other", "stays")));

        String url = exchange.getMessage().getBody(String.class);
        assertThat(url).startsWith(emulator.baseUrl() + "/files/").endsWith("/" + name);
        try (InputStream in = URI.create(url).toURL().openStream()) {
            assertThat(in.readAllBytes()).isEqualTo(IMAGE);
        }
        assertThat(exchange.getMessage().getHeader("other")).isEqualTo("stays");
        assertThat(emulator.journal().creates()).isEmpty();
    }

    @Test
    void aFileMessage() throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.write(inbox.resolve("b.png"), IMAGE);
        Exchange file =
                context.createConsumerTemplate()
                        .receive("file:" + inbox + "?noop=true&initialDelay=0", 10_000);

        Exchange exchange = succeeded(template.send("direct:upload", file));

        assertThat(exchange.getMessage().getBody(String.class)).endsWith("/b.png");
    }

    static Stream<Arguments> wrongBodies() {
        String whatToDo =
                ": a local image is uploaded: byte[], InputStream, File, Path or a file message; a"
                        + " URL needs no upload";
        return Stream.of(
                Arguments.of(null, "image = 'null'" + whatToDo),
                Arguments.of("a prompt", "image = 'a prompt'" + whatToDo),
                Arguments.of(
                        "https://example.com/a.jpg?sig=secret",
                        "image = 'https://example.com/a.jpg?…'" + whatToDo),
                Arguments.of(List.of(IMAGE), "image = 'java.util.ImmutableCollections$List12'"),
                Arguments.of(REQUEST, whatToDo),
                Arguments.of(new byte[0], "image = '0 bytes': is empty"),
                Arguments.of(
                        "GIF89a".getBytes(StandardCharsets.UTF_8),
                        "image = '6 bytes': is a GIF image: convert it to jpeg, png or webp"),
                Arguments.of(
                        "hello".getBytes(StandardCharsets.UTF_8),
                        "image = '5 bytes': is no image: the service takes jpeg, png and webp"),
                Arguments.of(Path.of("/none.png"), "image = '/none.png': does not exist"),
                Arguments.of(folder, "is a directory"),
                Arguments.of(
                        Images.png(299, 300, 1),
                        "image = 'image.png, 299x300': each side must have 300 to 6000 pixels"),
                Arguments.of(
                        Images.png(300, 900, 1),
                        "image = 'image.png, 300x900 = 0.333': width by height must be from 0.4 to"
                                + " 2.5"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongBodies(Object body, String text) {
        assertThat(failure(send("direct:upload", body), SeedanceInvalidRequestException.class))
                .hasMessageContaining(text)
                .hasMessageNotContaining("secret");
        assertThat(emulator.journal().requests()).isEmpty();
    }

    @Test
    void theServiceHasNoRoom() {
        try (SeedanceEmulator full =
                SeedanceEmulator.builder().apiKey(API_KEY).uploadSlots(0).build().start()) {
            String uri = "?account=full&baseUrl=" + full.baseUrl();
            SeedanceRefusedException upload =
                    failure(send("seedance:upload" + uri, IMAGE), SeedanceRefusedException.class);
            SeedanceRefusedException submit =
                    failure(
                            send(
                                    "seedance:submit" + uri + "&track=false",
                                    IMAGE,
                                    Map.of(SeedanceConstants.PROMPT, PROMPT)),
                            SeedanceRefusedException.class);

            assertThat(List.of(upload, submit))
                    .allSatisfy(
                            refused ->
                                    assertThat(refused)
                                            .hasMessageStartingWith(
                                                    "Uploading an image was refused: HTTP "));
            assertThat(full.journal().creates()).isEmpty();
        }
    }

    @Test
    void theUsersPublisherIsAskedForEachImageAndMayBlock() {
        Exchange upload = succeeded(send("seedance:upload?imagePublisher=#blocking", IMAGE));
        assertThat(upload.getMessage().getBody()).isEqualTo("https://example.com/image.png");

        succeeded(
                send(
                        "seedance:submit?track=false&imagePublisher=#blocking",
                        List.of(IMAGE, Images.png(8)),
                        Map.of(SeedanceConstants.PROMPT, PROMPT, Exchange.FILE_NAME, "frame.png")));

        assertThat(created().bodyText())
                .contains(
                        "\"image_urls\":[\"https://example.com/frame.png\","
                                + "\"https://example.com/frame.png\"]");
        assertThat(published.values()).allMatch(thread -> thread.contains("SeedanceMedia"));
        assertThat(emulator.journal().count("POST", "/api/v1/files")).isZero();
    }

    static Stream<Arguments> badPublishers() {
        return Stream.of(
                Arguments.of("nothing", "The imagePublisher gave null for the image image.png"),
                Arguments.of("nullUrl", "The imagePublisher gave null for the image image.png"),
                Arguments.of("local", "The imagePublisher gave 'file:///tmp/a.png?…' for"),
                Arguments.of(
                        "throwing",
                        "The imagePublisher failed for the image image.png:"
                                + " java.lang.IllegalStateException: no bucket"),
                Arguments.of("erring", "NoClassDefFoundError: com/example/S3"),
                Arguments.of("failing", "java.io.IOException: the bucket is full"));
    }

    @ParameterizedTest
    @MethodSource
    void badPublishers(String name, String text) {
        Map<String, Object> prompt = Map.of(SeedanceConstants.PROMPT, PROMPT);
        for (String operation : List.of("upload", "submit", "generate")) {
            SeedanceException failure =
                    failure(
                            send(
                                    "seedance:" + operation + "?imagePublisher=#" + name,
                                    IMAGE,
                                    prompt),
                            SeedanceException.class);

            assertThat(failure).hasMessageContaining(text).hasMessageContaining("Nothing was sub");
        }
        assertThat(emulator.journal().requests()).isEmpty();
    }
}
