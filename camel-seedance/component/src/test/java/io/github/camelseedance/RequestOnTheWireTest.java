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

import io.github.camelseedance.api.VideoRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For each form of a body the exact bytes that the service gets. */
class RequestOnTheWireTest extends RouteTestSupport {
    private static final String OTHER_URL = "https://example.com/last-frame.jpg";
    private static final Pattern UPLOADED = Pattern.compile("http://127[^\"]+");
    private static final byte[] FIRST = Images.png(1);
    private static final byte[] LAST = Images.png(2);

    @TempDir static Path folder;

    @Override
    void configure(RouteBuilder routes) {
        routes.from("direct:submit").to("seedance:submit?track=false");
        routes.from("file:" + folder + "/inbox?noop=true&initialDelay=0")
                .routeId("files")
                .setHeader(SeedanceConstants.PROMPT, routes.constant(PROMPT))
                .to("seedance:submit?track=false");
    }

    private static String wire(String urls, String fields) {
        return "{\"model\":\"seedance-2.0-image-to-video\",\"prompt\":\""
                + PROMPT
                + "\",\"image_urls\":["
                + urls
                + "],"
                + fields
                + "}";
    }

    private static String wire(String urls) {
        return wire(
                urls,
                "\"duration\":5,\"quality\":\"720p\",\"aspect_ratio\":\"16:9\","
                        + "\"generate_audio\":true");
    }

    private static String quoted(String... urls) {
        return "\"" + String.join("\",\"", urls) + "\"";
    }

    static Stream<Arguments> requests() {
        Map<String, Object> all =
                Map.of(
                        "model", "seedance-2.0-fast-image-to-video",
                        "prompt", "p",
                        "image_urls", List.of(IMAGE_URL, OTHER_URL),
                        "duration", 15,
                        "quality", "480p",
                        "aspect_ratio", "adaptive",
                        "generate_audio", false,
                        "callback_url", "https://example.com/done",
                        "content_filter", false);
        String everything =
                "{\"model\":\"seedance-2.0-fast-image-to-video\",\"prompt\":\"p\","
                        + "\"image_urls\":["
                        + quoted(IMAGE_URL, OTHER_URL)
                        + "],\"duration\":15,\"quality\":\"480p\",\"aspect_ratio\":\"adaptive\","
                        + "\"generate_audio\":false,\"callback_url\":\"https://example.com/done\","
                        + "\"content_filter\":false}";
        String json = "{\"prompt\":\"" + PROMPT + "\",\"image_urls\":[\"" + IMAGE_URL + "\"]}";
        VideoRequest request =
                VideoRequest.builder().prompt(PROMPT).imageUrls(List.of(IMAGE_URL)).build();
        String one = wire(quoted(IMAGE_URL));
        return Stream.of(
                argumentSet("VideoRequest", request, one),
                argumentSet("Map", Map.of("prompt", PROMPT, "image_urls", List.of(IMAGE_URL)), one),
                argumentSet("Map with every field", all, everything),
                argumentSet("JSON String", json, one),
                argumentSet("JSON String with every field", everything, everything),
                argumentSet("JSON bytes", json.getBytes(StandardCharsets.UTF_8), one),
                argumentSet("JSON InputStream", stream(json.getBytes(StandardCharsets.UTF_8)), one),
                argumentSet(
                        "characters of every kind",
                        Map.of("prompt", "\"Ü\\ 猫\n\t😀", "image_urls", List.of(IMAGE_URL)),
                        one.replace(PROMPT, "\\\"Ü\\\\ 猫\\n\\t\\uD83D\\uDE00")));
    }

    @ParameterizedTest
    @MethodSource
    void requests(Object body, String expected) {
        succeeded(send("direct:submit", body));

        assertThat(created().bodyText()).isEqualTo(expected);
    }

    @Test
    void headersAlone() {
        succeeded(
                send(
                        "direct:submit",
                        null,
                        Map.of(
                                SeedanceConstants.PROMPT, PROMPT,
                                SeedanceConstants.IMAGE_URLS, IMAGE_URL + "?a=1,2",
                                SeedanceConstants.MODEL, "seedance-2.0-mini-image-to-video",
                                SeedanceConstants.DURATION, "7",
                                SeedanceConstants.QUALITY, "480p",
                                SeedanceConstants.ASPECT_RATIO, "21:9",
                                SeedanceConstants.GENERATE_AUDIO, "false",
                                SeedanceConstants.CALLBACK_URL, "https://example.com/done")));

        assertThat(created().bodyText())
                .isEqualTo(
                        wire(
                                        quoted(IMAGE_URL + "?a=1,2"),
                                        "\"duration\":7,\"quality\":\"480p\",\"aspect_ratio\":"
                                                + "\"21:9\",\"generate_audio\":false,"
                                                + "\"callback_url\":\"https://example.com/done\"")
                                .replace("seedance-2.0-image", "seedance-2.0-mini-image"));
    }

    @Test
    void aPromptWithImagesInAHeader() {
        succeeded(
                send(
                        "direct:submit",
                        PROMPT,
                        Map.of(SeedanceConstants.IMAGE_URLS, new String[] {IMAGE_URL, OTHER_URL})));

        assertThat(created().bodyText()).isEqualTo(wire(quoted(IMAGE_URL, OTHER_URL)));
    }

    @Test
    void optionsForWhatNeitherBodyNorHeaderSays() {
        succeeded(
                send(
                        "seedance:submit?track=false&prompt=of the option&duration=8&quality=480p"
                                + "&aspectRatio=1:1&generateAudio=false",
                        IMAGE_URL,
                        Map.of(SeedanceConstants.PROMPT, PROMPT, SeedanceConstants.DURATION, 9)));

        assertThat(created().bodyText())
                .isEqualTo(
                        wire(
                                quoted(IMAGE_URL),
                                "\"duration\":9,\"quality\":\"480p\",\"aspect_ratio\":\"1:1\","
                                        + "\"generate_audio\":false"));
    }

    static Stream<Arguments> urls() throws MalformedURLException {
        String two = wire(quoted(IMAGE_URL, OTHER_URL));
        String one = wire(quoted(IMAGE_URL));
        URI uri = URI.create(OTHER_URL);
        return Stream.of(
                argumentSet("String", IMAGE_URL, one),
                argumentSet("URI", URI.create(IMAGE_URL), one),
                argumentSet("URL", URI.create(IMAGE_URL).toURL(), one),
                argumentSet("list of one", List.of(IMAGE_URL), one),
                argumentSet("list of two", List.of(IMAGE_URL, uri), two),
                argumentSet("array of two", new Object[] {IMAGE_URL, uri.toURL()}, two),
                argumentSet("array of Strings", new String[] {IMAGE_URL, OTHER_URL}, two));
    }

    @ParameterizedTest
    @MethodSource
    void urls(Object body, String expected) {
        succeeded(send("direct:submit", body, Map.of(SeedanceConstants.PROMPT, PROMPT)));

        assertThat(created().bodyText()).isEqualTo(expected);
    }

    static Stream<Arguments> localImages() throws IOException {
        Path first = Files.write(folder.resolve("first.png"), FIRST);
        Path last = Files.write(folder.resolve("last.png"), LAST);
        return Stream.of(
                argumentSet("File", first.toFile(), List.of(FIRST)),
                argumentSet("Path", first, List.of(FIRST)),
                argumentSet("byte[]", FIRST, List.of(FIRST)),
                argumentSet("InputStream", stream(FIRST), List.of(FIRST)),
                argumentSet("list of one", List.of(FIRST), List.of(FIRST)),
                argumentSet("first and last", List.of(last, FIRST), List.of(LAST, FIRST)),
                argumentSet(
                        "array of streams",
                        new Object[] {stream(FIRST), stream(LAST)},
                        List.of(FIRST, LAST)),
                argumentSet(
                        "array of files",
                        new Object[] {first.toFile(), last},
                        List.of(FIRST, LAST)));
    }

    @ParameterizedTest
    @MethodSource
    void localImages(Object body, List<byte[]> images) throws IOException {
        succeeded(send("direct:submit", body, Map.of(SeedanceConstants.PROMPT, PROMPT)));

        assertSentUploaded(images);
    }

    @Test
    void aLocalImageBesideAUrl() throws IOException {
        succeeded(
                send(
                        "direct:submit",
                        List.of(OTHER_URL, FIRST),
                        Map.of(SeedanceConstants.PROMPT, PROMPT)));

        String sent = created().bodyText();
        List<String> uploaded = uploaded(sent);
        assertThat(sent).isEqualTo(wire(quoted(OTHER_URL, uploaded.get(0))));
        assertThat(content(uploaded.get(0))).isEqualTo(FIRST);
    }

    @Test
    void aFileMessage() throws IOException {
        NotifyBuilder done = new NotifyBuilder(context).fromRoute("files").whenDone(1).create();
        Path whole = Files.write(folder.resolve("whole.png"), LAST);
        Files.move(whole, folder.resolve("inbox/a.png"));

        assertThat(done.matches(10, TimeUnit.SECONDS)).isTrue();
        assertSentUploaded(List.of(LAST));
    }

    /** One request, whose images are uploads with just these bytes. */
    private void assertSentUploaded(List<byte[]> images) throws IOException {
        String sent = created().bodyText();
        List<String> uploaded = uploaded(sent);
        assertThat(sent).isEqualTo(wire(quoted(uploaded.toArray(String[]::new))));
        assertThat(uploaded).hasSameSizeAs(images);
        for (int i = 0; i < images.size(); i++) {
            assertThat(content(uploaded.get(i))).isEqualTo(images.get(i));
        }
    }

    private static List<String> uploaded(String sent) {
        List<String> urls = new ArrayList<>();
        Matcher matcher = UPLOADED.matcher(sent);
        while (matcher.find()) {
            urls.add(matcher.group());
        }
        return urls;
    }

    private static byte[] content(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return in.readAllBytes();
        }
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
