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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Stands in for the renderer: the right file type, the frames' bytes as media data. */
public final class VideoRenderer {

    private static final int BOX_HEADER = 8;

    /**
     * @param lowCost makes no difference here
     */
    public VideoRenderer(boolean lowCost) {}

    public byte[] render(RenderJob job) throws IOException {
        ByteArrayOutputStream video = new ByteArrayOutputStream();
        box(video, "ftyp", "isom\0\0\2\0isomavc1".getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] frame : job.frames()) {
            box(video, "mdat", frame);
        }
        return video.toByteArray();
    }

    private static void box(ByteArrayOutputStream out, String type, byte[] data)
            throws IOException {
        int size = data.length + BOX_HEADER;
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(size >>> shift);
        }
        out.write(type.getBytes(StandardCharsets.US_ASCII));
        out.write(data);
    }
}
