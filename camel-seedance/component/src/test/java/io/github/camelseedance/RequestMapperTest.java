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
import io.github.camelseedance.api.Validation;
import io.github.camelseedance.api.VideoRequest;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestMapperTest {
    private static final String PROMPT = "The camera slowly pushes in";
    private static final Map<String, Object> PROMPT_HEADER =
            Map.of(SeedanceConstants.PROMPT, PROMPT);
    private static final String URL = "https://example.com/a.jpg?sig=1,2";
    private static final byte[] RED = Images.png(0xff0000);
    private static final byte[] BLUE = Images.png(0x0000ff);

    private final MappingFixture fixture = new MappingFixture();
    @TempDir private Path folder;

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void takesHeadersAloneWhereThereIsNoBody() {
        Map<String, Object> headers =
                Map.of(
                        SeedanceConstants.PROMPT, PROMPT,
                        SeedanceConstants.IMAGE_URLS, List.of(URL),
                        SeedanceConstants.MODEL, "seedance-2.0-fast-image-to-video",
                        SeedanceConstants.DURATION, 15L,
                        SeedanceConstants.QUALITY, "480p",
                        SeedanceConstants.ASPECT_RATIO, "21:9",
                        SeedanceConstants.GENERATE_AUDIO, "false",
                        SeedanceConstants.CALLBACK_URL, "https://example.com/callback");
        VideoRequest expected =
                new VideoRequest(
                        "seedance-2.0-fast-image-to-video",
                        PROMPT,
                        List.of(URL),
                        15,
                        "480p",
                        "21:9",
                        false,
                        "https://example.com/callback",
                        null);

        assertThat(fixture.map(null, headers).request()).isEqualTo(expected);
        assertThat(fixture.map("", headers).request()).isEqualTo(expected);
        assertThat(fixture.map(" \n", headers).request()).isEqualTo(expected);
        assertThat(fixture.map(new byte[0], headers).request()).isEqualTo(expected);
        assertThat(fixture.map(InputStream.nullInputStream(), headers).request())
                .isEqualTo(expected);
    }

    @Test
    void prefersBodyToHeaderToOptionToDefault() {
        VideoRequest options =
                VideoRequest.builder()
                        .prompt("option")
                        .imageUrls("https://example.com/option.jpg")
                        .duration(8)
                        .quality("480p")
                        .contentFilter(false)
                        .build();
        RequestMapper mapper = MappingFixture.mapper(options, Validation.STRICT);
        Map<String, Object> headers =
                Map.of(
                        SeedanceConstants.DURATION, 7,
                        SeedanceConstants.PROMPT, "header",
                        SeedanceConstants.IMAGE_URLS, "https://example.com/header.jpg");
        Map<String, Object> body =
                Map.of("prompt", "body", "image_urls", List.of("https://example.com/body.jpg"));

        VideoRequest all = mapper.map(fixture.exchange(body, headers)).request();
        VideoRequest noBody = mapper.map(fixture.exchange(null, headers)).request();
        VideoRequest optionsOnly = mapper.map(fixture.exchange(null, Map.of())).request();

        assertThat(all)
                .isEqualTo(
                        new VideoRequest(
                                "seedance-2.0-image-to-video",
                                "body",
                                List.of("https://example.com/body.jpg"),
                                7,
                                "480p",
                                "16:9",
                                true,
                                null,
                                false));
        assertThat(noBody.prompt()).isEqualTo("header");
        assertThat(noBody.imageUrls()).containsExactly("https://example.com/header.jpg");
        assertThat(optionsOnly.prompt()).isEqualTo("option");
        assertThat(optionsOnly.duration()).isEqualTo(8);
        assertThat(optionsOnly.imageUrls()).containsExactly("https://example.com/option.jpg");
    }

    @Test
    void looksAtNoHeaderThatTheBodyOverrules() {
        Map<String, Object> body =
                Map.of("prompt", PROMPT, "image_urls", List.of(URL), "duration", 4);
        Map<String, Object> headers =
                Map.of(
                        SeedanceConstants.DURATION, "abc",
                        SeedanceConstants.IMAGE_URLS, 42,
                        SeedanceConstants.PROMPT, 42);

        assertThat(fixture.map(body, headers).request().duration()).isEqualTo(4);
    }

    @Test
    void takesAnImageUrlInEveryForm() throws MalformedURLException {
        for (Object body :
                List.of(
                        URL,
                        " " + URL + "\n",
                        URI.create(URL),
                        URI.create(URL).toURL(),
                        List.of(URL),
                        new String[] {URL},
                        new Object[] {URI.create(URL)})) {
            VideoRequest request = fixture.map(body, PROMPT_HEADER).request();

            assertThat(request.imageUrls()).as(body.getClass().getName()).containsExactly(URL);
            assertThat(request.prompt()).isEqualTo(PROMPT);
        }
    }

    @Test
    void splitsNoHeaderAtItsCommas() {
        for (Object header : List.of(URL, URI.create(URL), List.of(URL), new String[] {URL})) {
            VideoRequest request =
                    fixture.map(PROMPT, Map.of(SeedanceConstants.IMAGE_URLS, header)).request();

            assertThat(request.imageUrls()).containsExactly(URL);
        }
    }

    @Test
    void takesALocalImageInEveryForm() throws IOException {
        Path path = Files.write(folder.resolve("red.png"), RED);
        File file = path.toFile();
        InputStream readOnce =
                new SequenceInputStream(
                        new ByteArrayInputStream(RED), InputStream.nullInputStream());
        for (Object body :
                List.of(
                        path,
                        file,
                        fileMessage(file, file),
                        fileMessage("red.png", RED),
                        fileMessage("red.png", new ByteArrayInputStream(RED)),
                        RED,
                        readOnce,
                        new InputStreamCache(RED),
                        List.of(path),
                        new File[] {file},
                        new byte[][] {RED},
                        List.of(new ByteArrayInputStream(RED)))) {
            Exchange exchange = fixture.exchange(body, PROMPT_HEADER);

            MappedRequest first = fixture.map(exchange);
            MappedRequest again = fixture.map(exchange);

            assertThat(first.localImages()).as(body.getClass().getName()).containsOnlyKeys(0);
            assertThat(content(first, 0)).isEqualTo(RED);
            assertThat(again.digest()).as(body.getClass().getName()).isEqualTo(first.digest());
            assertThat(content(again, 0)).isEqualTo(RED);
        }
    }

    @Test
    void replacesAStreamThatCanBeReadOnlyOnce() {
        Exchange exchange = fixture.exchange(new ByteArrayInputStream(RED), PROMPT_HEADER);

        fixture.map(exchange);

        assertThat(exchange.getMessage().getBody()).isInstanceOf(StreamCache.class);
        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(RED);
    }

    @Test
    void keepsTheOrderOfFrames() throws IOException {
        Path red = Files.write(folder.resolve("red.png"), RED);

        MappedRequest locals = fixture.map(List.of(red, BLUE), PROMPT_HEADER);
        MappedRequest mixed = fixture.map(List.of(URL, BLUE), PROMPT_HEADER);

        assertThat(content(locals, 0)).isEqualTo(RED);
        assertThat(content(locals, 1)).isEqualTo(BLUE);
        assertThat(
                        locals.withPublished(Map.of(1, "https://f/blue", 0, "https://f/red"))
                                .imageUrls())
                .containsExactly("https://f/red", "https://f/blue");
        assertThat(mixed.localImages()).containsOnlyKeys(1);
        assertThat(mixed.withPublished(Map.of(1, "https://f/blue")).imageUrls())
                .containsExactly(URL, "https://f/blue");
        assertThatThrownBy(() -> mixed.withPublished(Map.of(0, "https://f/red")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void digestsContentAndNotNames() throws IOException {
        Path one = Files.write(folder.resolve("one.png"), RED);
        Path two = Files.write(folder.resolve("two.png"), RED);

        String digest = fixture.map(one, PROMPT_HEADER).digest();

        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(fixture.map(two, PROMPT_HEADER).digest()).isEqualTo(digest);
        assertThat(fixture.map(RED, PROMPT_HEADER).digest()).isEqualTo(digest);
        assertThat(fixture.map(BLUE, PROMPT_HEADER).digest()).isNotEqualTo(digest);
        assertThat(fixture.map(URL, PROMPT_HEADER).digest()).isNotEqualTo(digest);
        assertThat(fixture.map(List.of(RED, BLUE), PROMPT_HEADER).digest())
                .isNotEqualTo(fixture.map(List.of(BLUE, RED), PROMPT_HEADER).digest());
    }

    @Test
    void takesAnyOtherTextAsThePrompt() {
        for (String prompt :
                List.of(
                        PROMPT,
                        "Scene: the camera pushes in",
                        "file: a folder is opened",
                        "{a brace is no JSON",
                        "[\"neither\", \"is\", \"a\", \"list\"]",
                        "{\"prompt\": 1} and more",
                        "Look at https://example.com/a.jpg")) {
            VideoRequest request =
                    fixture.map(prompt, Map.of(SeedanceConstants.IMAGE_URLS, URL)).request();

            assertThat(request.prompt()).isEqualTo(prompt);
        }
    }

    @Test
    void letsLimitsPassWhereValidationSaysSo() {
        Map<String, Object> headers =
                Map.of(
                        SeedanceConstants.PROMPT,
                        PROMPT,
                        SeedanceConstants.QUALITY,
                        "1080p",
                        SeedanceConstants.DURATION,
                        30);
        for (Validation validation : List.of(Validation.WARN, Validation.OFF)) {
            RequestMapper mapper = MappingFixture.mapper(MappingFixture.NO_OPTIONS, validation);

            assertThat(mapper.map(fixture.exchange(URL, headers)).request().quality())
                    .isEqualTo("1080p");
            assertThatThrownBy(() -> mapper.map(fixture.exchange(null, headers)))
                    .isInstanceOf(SeedanceInvalidRequestException.class)
                    .hasMessageContaining("image_urls")
                    .hasMessageNotContaining("quality");
        }
    }

    @Test
    void logsBrokenLimitsInOneLine() {
        RequestMapper mapper = MappingFixture.mapper(MappingFixture.NO_OPTIONS, Validation.WARN);
        Map<String, Object> body =
                Map.of(
                        "prompt",
                        PROMPT,
                        "image_urls",
                        List.of("https://localhost/a.jpg?sig=secret"),
                        "duration",
                        30);
        CapturedLog log = CapturedLog.of(RequestMapper.class);
        try (log) {
            mapper.map(fixture.exchange(body, Map.of()));
        }

        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("image_urls[0]", "duration = '30'", "4 to 15")
                .doesNotContain("secret");
    }

    @Test
    void refusesAStreamThatIsTooLongToHold() {
        StreamCache long65Mb = new InputStreamCache(new byte[65 * 1024 * 1024]);

        assertThatThrownBy(() -> fixture.map(long65Mb, PROMPT_HEADER))
                .isInstanceOf(SeedanceInvalidRequestException.class)
                .hasMessageContaining("image_urls[0] = '68157440 bytes'")
                .hasMessageContaining("at most 67108864");
    }

    private static byte[] content(MappedRequest mapped, int position) throws IOException {
        try (InputStream in = mapped.localImages().get(position).content().open()) {
            return in.readAllBytes();
        }
    }

    /** A file as a file or FTP endpoint gives it. */
    private static GenericFile<Object> fileMessage(Object file, Object content) {
        GenericFile<Object> message = new GenericFile<>();
        message.setFile(file);
        message.setBody(content);
        return message;
    }
}
