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
package io.github.camelseedance.media;

import static io.github.camelseedance.api.Violation.Kind.LIMIT;
import static io.github.camelseedance.api.Violation.Kind.SHAPE;
import static io.github.camelseedance.media.Images.bytes;
import static io.github.camelseedance.media.Images.jpeg;
import static io.github.camelseedance.media.Images.png;
import static io.github.camelseedance.media.Images.vp8;
import static io.github.camelseedance.media.Images.vp8l;
import static io.github.camelseedance.media.Images.vp8x;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelseedance.api.Limits;
import io.github.camelseedance.api.Violation;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ImageInspectorTest {
    private static final String FIELD = "image_urls[0]";

    private final ImageInspector inspector = new ImageInspector();

    @TempDir private Path directory;

    static Stream<Arguments> goodImages() {
        return Stream.of(
                arguments("jpeg", jpeg(640, 480), 640, 480),
                arguments("png", png(300, 301), 300, 301),
                arguments("webp", vp8(1280, 720), 1280, 720),
                arguments("webp", vp8l(6000, 2400), 6000, 2400),
                arguments("webp", vp8x(2400, 6000), 2400, 6000),
                // a header that is longer than one buffer, filled up as cameras do
                arguments("jpeg", Images.withSegments(jpeg(640, 480), 40), 640, 480));
    }

    @ParameterizedTest
    @MethodSource("goodImages")
    void measuresAnImageByItsContent(String format, byte[] image, int width, int height)
            throws Exception {
        Path file = Files.write(directory.resolve("misnamed.gif"), image);
        for (Inspection inspection :
                new Inspection[] {
                    inspector.inspect(file, FIELD), inspector.inspect(image, "misnamed.gif", FIELD)
                }) {
            assertThat(inspection.violations()).isEmpty();
            LocalImage found = inspection.image();
            assertThat(found.format()).isEqualTo(format);
            assertThat(found.contentType()).isEqualTo("image/" + format);
            assertThat(found.width()).isEqualTo(width);
            assertThat(found.height()).isEqualTo(height);
            assertThat(found.length()).isEqualTo(image.length);
            assertThat(found.name()).isEqualTo("misnamed." + format.replace("jpeg", "jpg"));
            assertThat(found.contentHash())
                    .isEqualTo(
                            HexFormat.of()
                                    .formatHex(MessageDigest.getInstance("SHA-256").digest(image)));
            for (int i = 0; i < 2; i++) {
                try (InputStream in = found.content().open()) {
                    assertThat(in.readAllBytes()).isEqualTo(image);
                }
            }
        }
    }

    static Stream<Arguments> badImages() {
        byte[] jpeg = jpeg(640, 480);
        byte[] png = png(640, 480);
        return Stream.of(
                bad(bytes(), "is empty"),
                bad(bytes("Once upon a time, a fox"), "is no image"),
                bad(bytes("{\"prompt\":\"x\"}"), "is no image"),
                bad(bytes("<svg xmlns='http://www.w3.org/2000/svg'/>"), "is no image"),
                bad(bytes("%PDF-1.7 and more"), "is no image"),
                bad(bytes("\0\0\0\u0018ftypisom\0\0\0\0"), "is no image"),
                bad(bytes("RIFF\0\0\0\0WAVEfmt "), "is no image"),
                bad(bytes("\u00ff\u00d8"), "is no image"),
                bad(bytes("GIF89a______"), "is a GIF image: convert it to jpeg, png or webp"),
                bad(bytes("BM____\0\0\0\0__"), "is a BMP image"),
                bad(bytes("II*\0________"), "is a TIFF image"),
                bad(bytes("MM\0*________"), "is a TIFF image"),
                bad(bytes("\0\0\0\u0018ftypheic____"), "is a HEIC image"),
                bad(bytes("\0\0\0\u0018ftypavif____"), "is a AVIF image"),
                bad(bytes("\0\0\0\fJXL \r\n\u0087\n"), "is a JPEG XL image"),
                bad(Arrays.copyOf(jpeg, 3), "ends within its header"),
                bad(Arrays.copyOf(jpeg, 100), "ends within its header"),
                bad(bytes("\u00ff\u00d8\u00ff\u00d9"), "starts before its size is told"),
                bad(bytes("\u00ff\u00d8\u00ff\u00da\0\4"), "starts before its size is told"),
                bad(bytes("\u00ff\u00d8\u00ff\u00e0\0\1"), "has no length"),
                bad(bytes("\u00ff\u00d8\u00ff\u00e0\0\2______"), "no marker"),
                bad(bytes("\u00ff\u00d8\u00ff\u00c0\0\u000b\b\0\0\1\u00ff"), "the size 511x0"),
                bad(Images.withSegments(bytes("\u00ff\u00d8"), 10_001), "does not end"),
                bad(Arrays.copyOf(png, 8), "ends within its header"),
                bad(Arrays.copyOf(png, 20), "ends within its header"),
                bad(Images.pngHeader(0, 480), "the size 0x480"),
                bad(Images.pngHeader(-1, 480), "the size -1x480"),
                bad(bytes("\u0089PNG\r\n\u001a\n\0\0\0\rCgBI________"), "not IHDR"),
                bad(Arrays.copyOf(vp8(640, 480), 25), "ends within its header"),
                bad(Images.webp("VP8 ", bytes("\1\0\0\u009d\1*____")), "key frame"),
                bad(Images.webp("VP8 ", bytes("\0\0\0xxx____")), "key frame"),
                bad(vp8(0, 480), "the size 0x480"),
                bad(Images.webp("VP8L", bytes("x____")), "signature"),
                bad(Images.webp("VP8X", bytes("\0\0\0\0\1")), "ends within its header"),
                bad(Images.webp("ALPH", bytes("________")), "not VP8, VP8L or VP8X"));
    }

    private static Arguments bad(byte[] image, String problem) {
        return arguments(problem, image);
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("badImages")
    void refusesWhatIsNoImageToUse(String problem, byte[] image) throws Exception {
        Path file = Files.write(directory.resolve("a.jpg"), image);
        for (Inspection inspection :
                new Inspection[] {
                    inspector.inspect(file, FIELD), inspector.inspect(image, "a.jpg", FIELD)
                }) {
            assertThat(inspection.image()).isNull();
            assertThat(inspection.violations()).hasSize(1);
            Violation violation = inspection.violations().get(0);
            assertThat(violation.kind()).isEqualTo(SHAPE);
            assertThat(violation.field()).isEqualTo(FIELD);
            assertThat(violation.value()).contains("a.jpg");
            assertThat(violation.problem()).contains(problem);
        }
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThat(problem(directory.resolve("missing.png"))).isEqualTo("does not exist");
        assertThat(problem(directory)).isEqualTo("is a directory");
        assertThat(problem(Path.of("/dev/zero"))).isEqualTo("is not a regular file");
    }

    private String problem(Path file) {
        Violation violation = inspector.inspect(file, FIELD).violations().get(0);
        assertThat(violation.kind()).isEqualTo(SHAPE);
        assertThat(violation.value()).isEqualTo(file.toString());
        return violation.problem();
    }

    @ParameterizedTest
    @CsvSource({
        "299, 400, each side must have 300 to 6000 pixels",
        "400, 299, each side must have 300 to 6000 pixels",
        "6001, 4000, each side must have 300 to 6000 pixels",
        "4000, 6001, each side must have 300 to 6000 pixels",
        "400, 1001, width by height must be from 0.4 to 2.5",
        "1001, 400, width by height must be from 0.4 to 2.5"
    })
    void namesTheLimitThatIsBreached(int width, int height, String problem) {
        Inspection inspection = inspector.inspect(vp8x(width, height), "a.webp", FIELD);
        assertThat(inspection.image()).isNotNull();
        assertThat(inspection.violations()).hasSize(1);
        Violation violation = inspection.violations().get(0);
        assertThat(violation.kind()).isEqualTo(LIMIT);
        assertThat(violation.value()).contains("a.webp, " + width + "x" + height);
        assertThat(violation.problem()).isEqualTo(problem);
    }

    @Test
    void namesAllLimitsThatAreBreached() throws Exception {
        Path file = directory.resolve("huge.webp");
        Files.write(file, Arrays.copyOf(vp8x(10_000, 100), (int) Limits.MAX_IMAGE_BYTES + 1));
        Inspection inspection = inspector.inspect(file, FIELD);
        assertThat(inspection.violations()).extracting(Violation::kind).containsOnly(LIMIT);
        assertThat(inspection.violations())
                .extracting(Violation::toString)
                .anyMatch(text -> text.contains("huge.webp, 10000x100'"))
                .anyMatch(text -> text.contains("= 100.000'"))
                .anyMatch(text -> text.contains("31457281 bytes': an image may have at most 30 MB"))
                .hasSize(3);
    }

    @Test
    void takesAnImageOfTheLongestLength() {
        byte[] longest = Arrays.copyOf(vp8x(300, 300), (int) Limits.MAX_IMAGE_BYTES);
        assertThat(inspector.inspect(longest, null, FIELD).violations()).isEmpty();
    }

    @Test
    void doesNotOpenAFileThatHasChangedSince() throws Exception {
        Path file = Files.write(directory.resolve("a.png"), png(300, 300));
        LocalImage image = inspector.inspect(file, FIELD).image();
        Files.write(file, png(400, 400));
        assertThatIOException()
                .isThrownBy(() -> image.content().open())
                .withMessageContaining("a.png")
                .withMessageContaining("send it again");
    }

    @ParameterizedTest
    @CsvSource({
        "picture.png, picture.jpg",
        "/home/x/Mein Bild (1).JPEG, Mein_Bild_1.jpg",
        "..\\..\\evil.exe, evil.exe.jpg",
        "../../.bashrc, bashrc.jpg",
        "ünïcödé.webp, n_c_d.jpg",
        "'a\"\r\nX: b.png', a_X_b.jpg",
        "'', image.jpg",
        "..., image.jpg",
        "v1.2.png, v1.2.jpg"
    })
    void makesAPlainName(String name, String plain) {
        assertThat(inspector.inspect(jpeg(300, 300), name, FIELD).image().name()).isEqualTo(plain);
    }

    @Test
    void makesAShortNameAndOneOfNone() {
        String name = inspector.inspect(jpeg(300, 300), "x".repeat(500), FIELD).image().name();
        assertThat(name).hasSize(100).endsWith("x.jpg");
        assertThat(inspector.inspect(jpeg(300, 300), null, FIELD).image().name())
                .isEqualTo("image.jpg");
    }

    @ParameterizedTest
    @CsvSource({
        "1280, 720, 640, 360, false",
        "1280, 720, 1280, 714, false",
        "1280, 720, 720, 1280, true",
        "1280, 720, 1280, 700, true"
    })
    void comparesTheShapesOfTwoFrames(int w1, int h1, int w2, int h2, boolean differ) {
        LocalImage first = inspector.inspect(vp8x(w1, h1), "first.webp", FIELD).image();
        LocalImage last = inspector.inspect(vp8x(w2, h2), "last.webp", FIELD).image();
        assertThat(ImageInspector.compare(first, last).isPresent()).isEqualTo(differ);
    }

    @Test
    void saysHowTwoFramesDiffer() {
        LocalImage first = inspector.inspect(vp8x(1280, 720), "first.webp", FIELD).image();
        LocalImage last = inspector.inspect(vp8x(720, 1280), "last.webp", FIELD).image();
        assertThat(ImageInspector.compare(first, last))
                .hasValueSatisfying(
                        warning ->
                                assertThat(warning)
                                        .contains("first.webp is 1280x720 (1.78)")
                                        .contains("last.webp is 720x1280 (0.56)")
                                        .contains("crop"));
    }

    @Test
    void knowsAnImageFromATextThatStartsLikeOne() {
        assertThat(ImageInspector.looksLikeImage(bytes("GIF89a"))).isTrue();
        assertThat(ImageInspector.looksLikeImage(bytes("\u00ff\u00d8\u00ff\u00e0"))).isTrue();
        assertThat(ImageInspector.looksLikeImage(bytes("BMW on a road at night"))).isFalse();
        assertThat(ImageInspector.looksLikeImage("MMXXVI, a year".getBytes(US_ASCII))).isFalse();
        assertThat(ImageInspector.looksLikeImage(new byte[0])).isFalse();
    }
}
