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
package io.github.camelseedance.examples.quickstart.pictures;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Paints the pictures of {@code examples/quickstart/images}. They are committed; this is how they
 * came to be. To paint them again, from the root of the project:
 *
 * <pre>
 * mvn -q -pl examples/quickstart -am test-compile
 * java -cp examples/quickstart/target/test-classes \
 *     io.github.camelseedance.examples.quickstart.pictures.PictureMaker examples/quickstart/images
 * </pre>
 */
public final class PictureMaker {

    private static final float JPEG_QUALITY = 0.88f;

    private PictureMaker() {}

    /** Paints all pictures into the folder named by the first argument. */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path folder = Files.createDirectories(Path.of(args[0]));
        writeJpeg(new Lake().paint().toImage(0.03), folder.resolve("lake.jpg"));
        writeJpeg(new Lighthouse().paint().toImage(0.03), folder.resolve("lighthouse.jpg"));
        ImageIO.write(
                new Balloons().paint().toImage(0), "png", folder.resolve("balloons.png").toFile());
        writeJpeg(new Harbour(false).paint().toImage(0.02), folder.resolve("harbour-first.jpg"));
        writeJpeg(new Harbour(true).paint().toImage(0.02), folder.resolve("harbour-last.jpg"));
    }

    private static void writeJpeg(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(JPEG_QUALITY);
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }
}
