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

import java.io.IOException;
import java.util.Optional;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;

/**
 * Renders the videos of the emulator: from one image a camera that slowly pushes in, from two
 * images a transition from the first to the last. A caption shows the prompt, but never on the
 * first or the last picture, which are the given images.
 *
 * <p>The result is an MP4 file with H.264 video and no sound, of exactly the asked duration and
 * size. Instances may be used by many threads at a time.
 */
public final class VideoRenderer {

    /** Seconds between pictures at which a player can start. */
    private static final int SECONDS_PER_KEY_FRAME = 2;

    private static final double CAPTION_PAUSE = 0.3;
    private static final double CAPTION_FADE = 0.5;

    private final boolean lowCost;

    /**
     * @param lowCost whether to make only two pictures, each shown for half the time and without
     *     caption, for tests and load runs that do not look at the video
     */
    public VideoRenderer(boolean lowCost) {
        this.lowCost = lowCost;
    }

    /**
     * Renders on the calling thread, which takes about as long as the video lasts unless in
     * low-cost mode.
     *
     * @return the MP4 file
     * @throws IOException if an image cannot be read
     */
    public byte[] render(RenderJob job) throws IOException {
        Scene scene = scene(job);
        Optional<Caption> caption =
                lowCost ? Optional.empty() : Caption.of(job.prompt(), job.width(), job.height());
        int rate = picturesPerSecond(job);
        int pictures = lowCost ? 2 : job.seconds() * rate;
        int ticks = job.seconds() * Mp4Writer.TICKS_PER_SECOND / pictures;
        Picture picture = Picture.create(job.width(), job.height(), ColorSpace.YUV420J);
        FrameEncoder encoder = new FrameEncoder(job.width(), job.height());
        Mp4Writer mp4 = new Mp4Writer(job.width(), job.height());
        for (int i = 0; i < pictures; i++) {
            double time = (double) i / (pictures - 1);
            scene.paint(time, picture);
            double opacity = captionOpacity(time * job.seconds(), job.seconds());
            if (opacity > 0) {
                caption.ifPresent(text -> text.blend(picture, opacity));
            }
            boolean keyFrame = isKeyFrame(i, pictures, rate * SECONDS_PER_KEY_FRAME);
            mp4.add(encoder.encode(picture, keyFrame), ticks, keyFrame);
        }
        return mp4.finish();
    }

    private static Scene scene(RenderJob job) throws IOException {
        byte[] first = job.frames().get(0);
        if (job.frames().size() == 1) {
            return new PushIn(still(first, "first frame", job, PushIn.ZOOM));
        }
        return new CrossFade(
                still(first, "first frame", job, CrossFade.ZOOM),
                still(job.frames().get(1), "last frame", job, CrossFade.ZOOM),
                job.width(),
                job.height());
    }

    /** The part of the image that the video shows, with enough pixels for the closest view. */
    private static Picture still(byte[] encoded, String name, RenderJob job, double zoom)
            throws IOException {
        Picture image = FrameReader.read(encoded, name);
        Picture still =
                Picture.create(
                        (int) Math.ceil(job.width() * zoom / 2) * 2,
                        (int) Math.ceil(job.height() * zoom / 2) * 2,
                        ColorSpace.YUV420J);
        FrameScaler.scale(
                image,
                Window.covering(image.getWidth(), image.getHeight(), job.width(), job.height()),
                still);
        return still;
    }

    /** Fewer for large sizes, so that the time for a video stays within reason. */
    private static int picturesPerSecond(RenderJob job) {
        int megapixels = job.width() * job.height() / 1_000_000;
        return megapixels < 1 ? 12 : megapixels < 3 ? 8 : 4;
    }

    /** The last picture is a key frame as well: it is to be as exact as the first. */
    private static boolean isKeyFrame(int picture, int pictures, int interval) {
        boolean last = picture == pictures - 1 && picture % interval > 1;
        return last || picture % interval == 0;
    }

    private static double captionOpacity(double second, int seconds) {
        return Scene.ease((second - CAPTION_PAUSE) / CAPTION_FADE)
                * Scene.ease((seconds - CAPTION_PAUSE - second) / CAPTION_FADE);
    }
}
