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

import io.github.camelseedance.api.Limits;
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.api.http.Upload;
import io.github.camelseedance.media.ImageSize.BrokenImageException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks into a local image before anything is paid: format, size and length by content, and a hash
 * that tells the same picture under another name. The limits are those of the service's page on
 * image-to-video: jpeg, png or webp, {@value #MIN_SIDE} to {@value #MAX_SIDE} pixels a side, width
 * by height from {@value #MIN_RATIO} to {@value #MAX_RATIO}, up to 30 MB.
 */
public final class ImageInspector {
    /** The shortest side in pixels. */
    public static final int MIN_SIDE = 300;

    /** The longest side in pixels. */
    public static final int MAX_SIDE = 6000;

    /** The tallest picture, width by height. */
    public static final double MIN_RATIO = 0.4;

    /** The widest picture, width by height. */
    public static final double MAX_RATIO = 2.5;

    private static final double SAME_RATIO = 0.01;
    private static final int BUFFER = 64 * 1024;

    /**
     * Looks into a file. Its content is opened anew for the upload, which fails if the file has
     * changed its length by then.
     *
     * @param field the API's name of the field, such as {@code image_urls[0]}
     */
    public Inspection inspect(Path file, String field) {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            if (!before.isRegularFile()) {
                return refused(
                        field,
                        file,
                        "is " + (before.isDirectory() ? "a directory" : "not a regular file"));
            }
            Upload.Content content = () -> openUnchanged(file, before.size());
            Inspection inspection =
                    inspect(content, before.size(), file.getFileName().toString(), field);
            BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
            if (after.size() != before.size()
                    || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
                return refused(
                        field,
                        file,
                        "has changed while it was read: wait until it is written completely, for"
                                + " instance with readLock=changed on the file consumer");
            }
            return inspection;
        } catch (NoSuchFileException e) {
            return refused(field, file, "does not exist");
        } catch (AccessDeniedException e) {
            return refused(field, file, "may not be read by this process");
        } catch (IOException e) {
            return refused(field, file, "cannot be read: " + e.getMessage());
        }
    }

    /**
     * Looks into an image in memory, which must not be changed afterwards.
     *
     * @param name where it came from, such as a file name, or null
     * @param field the API's name of the field, such as {@code image_urls[0]}
     */
    public Inspection inspect(byte[] image, String name, String field) {
        try {
            return inspect(() -> new ByteArrayInputStream(image), image.length, name, field);
        } catch (IOException e) {
            return refused(field, name, "cannot be read: " + e.getMessage());
        }
    }

    /** Whether bytes start as an image does, of a format that the service takes or of another. */
    public static boolean looksLikeImage(byte[] first) {
        return ImageFormat.of(first).isPresent();
    }

    /**
     * Compares the shapes of first and last frame.
     *
     * @return what will happen to the last frame if the ratios differ by more than one percent
     */
    public static Optional<String> compare(LocalImage first, LocalImage last) {
        if (Math.abs(first.ratio() / last.ratio() - 1) <= SAME_RATIO) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "The first frame %s is %dx%d (%.2f) and the last frame %s is %dx%d (%.2f):"
                                + " the service will crop the last one to the first one's ratio.",
                        first.name(),
                        first.width(),
                        first.height(),
                        first.ratio(),
                        last.name(),
                        last.width(),
                        last.height(),
                        last.ratio()));
    }

    private static Inspection inspect(
            Upload.Content content, long length, String name, String field) throws IOException {
        String shown = name == null ? length + " bytes" : name;
        if (length == 0) {
            return refused(field, shown, "is empty");
        }
        Optional<ImageFormat> format = format(content);
        if (format.isEmpty()) {
            return refused(field, shown, "is no image: the service takes jpeg, png and webp");
        }
        if (!format.get().supported()) {
            return refused(
                    field,
                    shown,
                    "is a " + format.get().label() + " image: convert it to jpeg, png or webp");
        }
        ImageSize size;
        try (InputStream in = new BufferedInputStream(content.open())) {
            size = ImageSize.read(format.get(), in);
        } catch (BrokenImageException e) {
            return refused(
                    field,
                    shown,
                    "is a broken " + format.get().label() + " image: " + e.getMessage());
        }
        LocalImage image =
                new LocalImage(
                        FileNames.image(name, format.get()),
                        format.get().label(),
                        size.width(),
                        size.height(),
                        length,
                        hash(content),
                        content);
        return new Inspection(image, limits(image, field));
    }

    private static Optional<ImageFormat> format(Upload.Content content) throws IOException {
        try (InputStream in = content.open()) {
            return ImageFormat.of(in.readNBytes(ImageFormat.PREFIX));
        }
    }

    private static List<Violation> limits(LocalImage image, String field) {
        List<Violation> violations = new ArrayList<>();
        String size = image.name() + ", " + image.width() + "x" + image.height();
        if (Math.min(image.width(), image.height()) < MIN_SIDE
                || Math.max(image.width(), image.height()) > MAX_SIDE) {
            violations.add(
                    Violation.limit(
                            field,
                            size,
                            "each side must have " + MIN_SIDE + " to " + MAX_SIDE + " pixels"));
        }
        if (image.ratio() < MIN_RATIO || image.ratio() > MAX_RATIO) {
            violations.add(
                    Violation.limit(
                            field,
                            String.format(Locale.ROOT, "%s = %.3f", size, image.ratio()),
                            "width by height must be from " + MIN_RATIO + " to " + MAX_RATIO));
        }
        if (image.length() > Limits.MAX_IMAGE_BYTES) {
            violations.add(
                    Violation.limit(
                            field,
                            image.name() + ", " + image.length() + " bytes",
                            "an image may have at most 30 MB ("
                                    + Limits.MAX_IMAGE_BYTES
                                    + " bytes)"));
        }
        return violations;
    }

    private static String hash(Upload.Content content) throws IOException {
        try (InputStream in = content.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static InputStream openUnchanged(Path file, long length) throws IOException {
        long now = Files.size(file);
        if (now != length) {
            throw new IOException(
                    "The image "
                            + file.getFileName()
                            + " had "
                            + length
                            + " bytes when it was looked into and has "
                            + now
                            + " now: send it again when it does not change any more.");
        }
        return Files.newInputStream(file);
    }

    private static Inspection refused(String field, Object value, String problem) {
        return new Inspection(null, List.of(Violation.shape(field, value, problem)));
    }
}
