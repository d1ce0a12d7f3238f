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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.Violation;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused before anything is sent: each message names field, value and limit. */
class InvalidRequestsTest {
    private static final String URL = "https://example.com/a.jpg";
    private static final String IMAGE = "image_urls[0]";
    private static final String MODELS =
            "must be one of seedance-2.0-image-to-video, seedance-2.0-fast-image-to-video,"
                    + " seedance-2.0-mini-image-to-video";
    private static final String SECONDS = "must be a whole number of seconds from 4 to 15";
    private static final String QUALITIES = "must be one of 480p, 720p";
    private static final String RATIOS = "must be one of 16:9, 9:16, 1:1, 4:3, 3:4, 21:9, adaptive";
    private static final String TRUE_OR_FALSE = "must be true or false";
    private static final String PUBLIC = "must be public";
    private static final String ABSOLUTE =
            "must be an absolute URL that starts with https:// or http://";
    private static final String WEB = "must be an http or https URL";
    private static final String COUNT = "1 or 2 images are allowed";
    private static final String NO_FIELD = "the fields are model, prompt, image_urls, duration";
    private static final String ANY_BODY = "a request (VideoRequest, Map, JSON object), an image";
    private static final String ANY_IMAGE = "each must be an http(s) URL, File, Path";
    private static final String WORDS = "at most 500 characters or 1000 words are allowed";

    private final MappingFixture fixture = new MappingFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void refuses(Case invalid) {
        SeedanceInvalidRequestException refusal = refusal(invalid.body, invalid.headers);

        assertThat(refusal)
                .hasMessageContaining(invalid.field + " = '" + invalid.value)
                .hasMessageContaining(invalid.limit);
        assertThat(refusal.getViolations())
                .extracting(Violation::field)
                .containsExactly(invalid.field);
    }

    @Test
    void refusesSixtyInputsAtLeast() {
        assertThat(cases().map(Case::toString).distinct()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void namesAllFaultsAtOnce() {
        Map<String, Object> body = new HashMap<>();
        body.put("image_urls", Arrays.asList("s3://bucket/a.jpg", null, "https://10.0.0.1/c.jpg"));
        body.put("duration", 5.5);
        body.put("quality", "8k");
        body.put("seed", 42);
        Map<String, Object> headers =
                Map.of(
                        SeedanceConstants.ASPECT_RATIO, "2:1",
                        SeedanceConstants.GENERATE_AUDIO, "yes",
                        SeedanceConstants.CALLBACK_URL, "ftp://example.com/callback");

        SeedanceInvalidRequestException refusal = refusal(body, headers);

        assertThat(refusal.getViolations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "seed",
                        "duration",
                        "image_urls[1]",
                        "generate_audio",
                        "prompt",
                        "image_urls",
                        "image_urls[0]",
                        "image_urls[2]",
                        "quality",
                        "aspect_ratio",
                        "callback_url");
        assertThat(refusal)
                .hasMessageContainingAll(
                        "seed = '42'",
                        "duration = '5.5'",
                        "image_urls = '3 images'",
                        "Reference-to-Video",
                        "presigned https URL",
                        "header CamelSeedanceGenerateAudio");
    }

    @Test
    void showsNoSignedQueryAndNoCredentials() {
        List<Object> bodies =
                List.of(
                        "s3://bucket/a.jpg?X-Amz-Signature=secret",
                        "https://user:secret@example.com/a.jpg",
                        List.of("https://localhost/a.jpg?sig=secret"),
                        Map.of("image_urls", "https://example.com/a.jpg?sig=secret"),
                        Map.of("imageUrls", "https://example.com/a.jpg?sig=secret"));
        for (Object body : bodies) {
            assertThat(refusal(body, prompt())).hasMessageNotContaining("secret");
        }
    }

    @Test
    void saysWhichOperationsTakeATask() {
        VideoTask task =
                new VideoTask(
                        "task-1", "pending", 0, null, null, null, null, null, null, null, null);

        assertThat(refusal(task, Map.of(SeedanceConstants.PROMPT, "p")))
                .hasMessageContaining("body = 'io.github.camelseedance.api.VideoTask'")
                .hasMessageContaining("seedance:await");
    }

    private SeedanceInvalidRequestException refusal(Object body, Map<String, Object> headers) {
        SeedanceInvalidRequestException refusal =
                catchThrowableOfType(
                        SeedanceInvalidRequestException.class, () -> fixture.map(body, headers));
        assertThat(refusal).as("refusal of " + body + " " + headers).isNotNull();
        return refusal;
    }

    private static Stream<Case> cases() {
        return Stream.of(fields(), headers(), images(), bodies(), localImages())
                .flatMap(stream -> stream);
    }

    private static Stream<Case> fields() {
        return Stream.of(
                field("model", "sora-2", MODELS),
                field("model", "seedance-2.0-text-to-video", MODELS),
                field("model", "Seedance-2.0-Image-To-Video", MODELS),
                field("model", " ", "must not be blank"),
                field("model", 2, "must be a text"),
                field("prompt", " ", "is required"),
                field("prompt", "", "is required"),
                field("prompt", 42, "must be a text"),
                field("prompt", List.of("a", "b"), "must be a text"),
                field("prompt", "草".repeat(501), WORDS),
                field("prompt", "grass ".repeat(1001), WORDS),
                field("prompt", "草".repeat(300) + " grass".repeat(401), WORDS),
                field("duration", 3, SECONDS),
                field("duration", 16, SECONDS),
                field("duration", 0, SECONDS),
                field("duration", -1, SECONDS),
                field("duration", 5.5, SECONDS),
                field("duration", 5.0, SECONDS),
                field("duration", "5.5", SECONDS),
                field("duration", "5s", SECONDS),
                field("duration", "", SECONDS),
                field("duration", "٥", SECONDS),
                field("duration", 99999999999L, SECONDS),
                field("duration", new BigInteger("4294967301"), SECONDS),
                field("duration", new BigDecimal("5"), SECONDS),
                field("duration", true, SECONDS),
                field("quality", "360p", QUALITIES),
                field("quality", "1080p", QUALITIES),
                field("quality", "4k", QUALITIES),
                field("quality", "720P", QUALITIES),
                field("quality", 720, "must be a text"),
                field("aspect_ratio", "2:1", RATIOS),
                field("aspect_ratio", "16/9", RATIOS),
                field("aspect_ratio", "Adaptive", RATIOS),
                field("aspect_ratio", 1.78, "must be a text"),
                field("generate_audio", "yes", TRUE_OR_FALSE),
                field("generate_audio", "TRUE", TRUE_OR_FALSE),
                field("generate_audio", 1, TRUE_OR_FALSE),
                field("content_filter", "off", TRUE_OR_FALSE),
                field("callback_url", "http://example.com/done", "must be an https URL"),
                field("callback_url", "https://localhost/done", PUBLIC),
                field("callback_url", "https://192.168.0.7/done", PUBLIC),
                field("callback_url", "/done", ABSOLUTE),
                field("callback_url", "https://example.com/" + "x".repeat(2048), "at most 2048"),
                field("callback_url", 8080, "must be a text"),
                field("imageUrls", List.of(URL), NO_FIELD),
                field("aspectRatio", "16:9", NO_FIELD),
                field("seed", 42, NO_FIELD),
                field("negative_prompt", "blur", NO_FIELD));
    }

    private static Stream<Case> headers() {
        return Stream.of(
                header(SeedanceConstants.DURATION, "abc", "duration", SECONDS),
                header(SeedanceConstants.DURATION, 20, "duration", SECONDS),
                header(SeedanceConstants.MODEL, "sora-2", "model", MODELS),
                header(SeedanceConstants.QUALITY, "8k", "quality", QUALITIES),
                header(SeedanceConstants.ASPECT_RATIO, "2:1", "aspect_ratio", RATIOS),
                header(SeedanceConstants.GENERATE_AUDIO, 0, "generate_audio", TRUE_OR_FALSE),
                header(SeedanceConstants.CALLBACK_URL, "done", "callback_url", ABSOLUTE),
                header(SeedanceConstants.PROMPT, 42, "prompt", "header CamelSeedancePrompt"));
    }

    private static Stream<Case> images() {
        return Stream.of(
                imageUrls(List.of(), "image_urls", "none", "1 or 2 images are required"),
                imageUrls(List.of(URL, URL, URL), "image_urls", "3 images", COUNT),
                imageUrls(URL, "image_urls", URL, "must be a list of 1 or 2 URLs"),
                imageUrls(Set.of(URL), "image_urls", "[" + URL, "must be a list of 1 or 2 URLs"),
                imageUrls(List.of(42), IMAGE, "42", "must be a URL"),
                imageUrls(List.of(List.of(URL)), IMAGE, "[" + URL, "must be a URL"),
                imageUrls(List.of(Path.of("a.jpg")), IMAGE, "a.jpg", "go into the body"),
                imageUrls(List.of(new byte[7]), IMAGE, "7 bytes", "go into the body"),
                imageUrls(Arrays.asList(URL, null), "image_urls[1]", "null", "must be a URL"),
                imageUrls(List.of(""), IMAGE, "", ABSOLUTE),
                imageUrls(List.of("a.jpg"), IMAGE, "a.jpg", ABSOLUTE),
                imageUrls(List.of("//example.com/a.jpg"), IMAGE, "//example.com", ABSOLUTE),
                imageUrls(List.of("https:///a.jpg"), IMAGE, "https:///a.jpg", "must name a host"),
                imageUrls(List.of(URL + " "), IMAGE, URL + " ", "must hold no white space"),
                imageUrls(List.of(URL, "https://a b/"), "image_urls[1]", "https://a b/", "%20"),
                imageUrls(List.of("https://u:p@h.com/"), IMAGE, "https://…@h.com/", "user name"),
                imageUrls(List.of("https://h.com:0/"), IMAGE, "https://h.com:0/", "1 to 65535"),
                imageUrls(List.of("ftp://h.com/a"), IMAGE, "ftp://h.com/a", WEB),
                imageUrls(List.of("data:image/png;base64,iVBO"), IMAGE, "data:image/png", "byte[]"),
                imageUrls(List.of("http://localhost:8080/a"), IMAGE, "http://localhost", PUBLIC),
                imageUrls(List.of("https://nas.local/a"), IMAGE, "https://nas.local/a", PUBLIC),
                imageUrls(List.of("https://a.internal/a"), IMAGE, "https://a.internal/a", PUBLIC),
                imageUrls(List.of("http://10.0.0.1/a"), IMAGE, "http://10.0.0.1/a", PUBLIC),
                imageUrls(List.of("http://2130706433/a"), IMAGE, "http://2130706433/a", PUBLIC),
                imageUrls(List.of("http://0x7f.1/a"), IMAGE, "http://0x7f.1/a", PUBLIC),
                imageUrls(List.of("http://169.254.169.254/"), IMAGE, "http://169.254", PUBLIC),
                imageUrls(List.of("http://100.64.0.1/"), IMAGE, "http://100.64.0.1/", PUBLIC),
                imageUrls(List.of("http://[::1]/a"), IMAGE, "http://[::1]/a", PUBLIC),
                imageUrls(List.of("http://[fd00::1]/a"), IMAGE, "http://[fd00::1]/a", PUBLIC),
                imageUrls(List.of("http://[::ffff:a00:1]/a"), IMAGE, "http://[::ffff", PUBLIC));
    }

    private static Stream<Case> bodies() {
        return Stream.of(
                body("data:image/png;base64,iVBO", IMAGE, "data:image/png;base64,iVBO", "byte[]"),
                body("file:///tmp/a.jpg", IMAGE, "file:///tmp/a.jpg", "a File, a Path"),
                body("s3://bucket/a b.jpg", IMAGE, "s3://bucket/a b.jpg", "presigned https URL"),
                body("ftp://example.com/a.jpg", IMAGE, "ftp://example.com/a.jpg", WEB),
                body(URI.create("file:///tmp/a.jpg"), IMAGE, "file:///tmp/a.jpg", "a File, a Path"),
                body(URI.create("a.jpg"), IMAGE, "a.jpg", ABSOLUTE),
                body(List.of(), "image_urls", "none", "1 or 2 images are required"),
                body(List.of(URL, URL, URL), "image_urls", "3 images", "Reference-to-Video"),
                body(new String[] {URL, URL, URL, URL}, "image_urls", "4 images", COUNT),
                body(List.of("push in"), IMAGE, "push in", ANY_IMAGE),
                body(List.of(URL, 42), "image_urls[1]", "java.lang.Integer", ANY_IMAGE),
                body(Arrays.asList((Object) null), IMAGE, "null", ANY_IMAGE),
                body(List.of(Map.of("url", URL)), IMAGE, "java.util", ANY_IMAGE),
                body(List.of("data:image/png;base64,iVBO"), IMAGE, "data:image/png", "byte[]"),
                body(bytes("push in"), "body", "7 bytes", "must be an image"),
                body(bytes("[1, 2]"), "body", "6 bytes", "or a JSON object"),
                body(
                        new ByteArrayInputStream(bytes("<html/>")),
                        "body",
                        "7 bytes",
                        "a JSON object"),
                withImageHeader(42, "java.lang.Integer"),
                withImageHeader(Set.of(URL), "java.util.ImmutableCollections$Set12"),
                withImageHeader(new Object(), "java.lang.Object"));
    }

    private static Stream<Case> localImages() {
        return Stream.of(
                body(Path.of("no-such-file.png"), IMAGE, "no-such-file.png", ""),
                body(Path.of("no-such-file.png").toFile(), IMAGE, "no-such-file.png", ""),
                body(List.of(URL, bytes("no image")), "image_urls[1]", "", "image"));
    }

    private static Case field(String name, Object value, String limit) {
        Map<String, Object> request = new HashMap<>();
        request.put("prompt", "push in");
        request.put("image_urls", List.of(URL));
        request.put(name, value);
        String shown = value.toString();
        return new Case(
                request, Map.of(), name, shown.substring(0, Math.min(80, shown.length())), limit);
    }

    private static Case imageUrls(Object urls, String field, String value, String limit) {
        return new Case(
                Map.of("prompt", "push in", "image_urls", urls), Map.of(), field, value, limit);
    }

    private static Case header(String header, Object value, String field, String limit) {
        Map<String, Object> headers = new HashMap<>(prompt());
        headers.put(header, value);
        return new Case(URL, headers, field, value.toString(), limit);
    }

    private static Case body(Object body, String field, String value, String limit) {
        return new Case(body, prompt(), field, value, limit);
    }

    private static Case withImageHeader(Object body, String type) {
        Map<String, Object> headers = new HashMap<>(prompt());
        headers.put(SeedanceConstants.IMAGE_URLS, URL);
        return new Case(body, headers, "body", type, ANY_BODY);
    }

    private static Map<String, Object> prompt() {
        return Map.of(SeedanceConstants.PROMPT, "push in");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private record Case(
            Object body, Map<String, Object> headers, String field, String value, String limit) {
        @Override
        public String toString() {
            String full = field + " = " + value + " in " + body + headers.keySet();
            return full.substring(0, Math.min(120, full.length()));
        }
    }
}
