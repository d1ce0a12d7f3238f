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
package io.github.camelseedance.emulator.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionTest {

    @TempDir Path folder;

    @Test
    void needsAText() {
        assertThat(Caption.of(" \n\t ", 640, 480)).isEmpty();
    }

    @Test
    void leavesOutWhatNoFontCanShow() {
        // The private use area of Unicode, which fonts leave empty.
        assertThat(Caption.of("\uf123 \uf124", 640, 480)).isEmpty();
    }

    @Test
    void needsRoom() {
        assertThat(Caption.of("A boat on a lake", 16, 16)).isEmpty();
    }

    @Test
    void darkensABandAndLeavesTheRest() {
        Picture frame = Picture.create(640, 480, ColorSpace.YUV420J);

        Caption.of("A boat on a lake", 640, 480).orElseThrow().blend(frame, 1);

        byte[] luma = frame.getPlaneData(0);
        assertThat(luma[0]).isZero();
        assertThat(luma[479 * 640]).isZero();
        assertThat(luma[435 * 640]).isBetween((byte) -60, (byte) -50);
        assertThat(luma).contains(235 - 128);
    }

    @Test
    void cutsALongPromptToTwoLines() {
        Picture once = Picture.create(640, 480, ColorSpace.YUV420J);
        Picture longer = Picture.create(640, 480, ColorSpace.YUV420J);

        Caption.of("A boat on a lake. ".repeat(20), 640, 480).orElseThrow().blend(once, 1);
        Caption.of("A boat on a lake. ".repeat(900), 640, 480).orElseThrow().blend(longer, 1);

        assertThat(longer.getPlaneData(0)).isEqualTo(once.getPlaneData(0));
        assertThat(longer.getPlaneData(0)[240 * 640]).isZero();
    }

    @Test
    void isLeftOutWhereNoFontsAreInstalled() throws Exception {
        Path noFonts = folder.resolve("fonts.conf");
        Files.writeString(noFonts, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");

        assertThat(renderElsewhere("FONTCONFIG_FILE", noFonts.toString()))
                .contains("rendered a video, caption: false");
    }

    @Test
    void doesNotStopTheVideoWhereTheDisplayIsGone() throws Exception {
        assertThat(renderElsewhere("DISPLAY", ":4711")).contains("rendered a video");
    }

    /** What another JVM, with the environment variable, prints. */
    private String renderElsewhere(String variable, String value) throws Exception {
        assumeTrue(
                System.getProperty("os.name").equals("Linux"),
                "only on Linux do fontconfig and DISPLAY decide whether Java can draw text");
        Path image = folder.resolve("image.png");
        Files.write(image, TestImages.png(320, 320, 0.5));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName(),
                        image.toString());
        builder.environment().remove("DISPLAY");
        builder.environment().put(variable, value);
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    /** Renders the image that is named as argument. */
    static final class Elsewhere {

        private Elsewhere() {}

        public static void main(String[] arguments) throws IOException {
            List<byte[]> frames = List.of(Files.readAllBytes(Path.of(arguments[0])));
            String prompt = "A boat on a lake";
            byte[] video =
                    new VideoRenderer(false).render(new RenderJob(frames, prompt, 1, 320, 240));
            boolean caption = Caption.of(prompt, 320, 240).isPresent();
            System.out.println(
                    "rendered "
                            + (video.length > 0 ? "a video" : "nothing")
                            + ", caption: "
                            + caption);
        }
    }
}
