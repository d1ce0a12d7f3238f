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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.io.ByteBufferSeekableByteChannel;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Packet.FrameType;
import org.jcodec.common.model.Size;
import org.jcodec.containers.mp4.Brand;
import org.jcodec.containers.mp4.boxes.ChunkOffsets64Box;
import org.jcodec.containers.mp4.boxes.HandlerBox;
import org.jcodec.containers.mp4.boxes.Header;
import org.jcodec.containers.mp4.boxes.MediaBox;
import org.jcodec.containers.mp4.boxes.MediaInfoBox;
import org.jcodec.containers.mp4.boxes.MovieBox;
import org.jcodec.containers.mp4.boxes.TrakBox;
import org.jcodec.containers.mp4.muxer.MP4Muxer;

/** Puts the encoded pictures of one video into an MP4 file. */
final class Mp4Writer {

    /** The unit of time in the file. */
    static final int TICKS_PER_SECOND = 12_000;

    /** More than the boxes around the pictures need, without those that grow with each picture. */
    private static final int BOXES = 4_096;

    private static final int BOXES_PER_PICTURE = 64;
    private static final int MDAT_HEADER = 8;

    private final List<Packet> pictures = new ArrayList<>();
    private final Size size;
    private long ticks;
    private int bytes;

    Mp4Writer(int width, int height) {
        this.size = new Size(width, height);
    }

    /**
     * @param annexB one encoded picture
     * @param duration how long the picture is shown, in ticks
     */
    void add(byte[] annexB, int duration, boolean keyFrame) {
        pictures.add(
                Packet.createPacket(
                        ByteBuffer.wrap(annexB),
                        ticks,
                        TICKS_PER_SECOND,
                        duration,
                        pictures.size(),
                        keyFrame ? FrameType.KEY : FrameType.INTER,
                        null));
        ticks += duration;
        bytes += annexB.length;
    }

    byte[] finish() {
        try {
            return indexFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
    }

    /** A file that starts with its index can be played while it is still being downloaded. */
    private byte[] indexFirst() throws IOException {
        ByteBuffer muxed = ByteBuffer.allocate(BOXES + bytes);
        MP4Muxer muxer =
                MP4Muxer.createMP4MuxerToChannel(
                        ByteBufferSeekableByteChannel.writeToByteBuffer(muxed));
        MuxerTrack track =
                muxer.addVideoTrack(
                        Codec.H264,
                        VideoCodecMeta.createSimpleVideoCodecMeta(size, ColorSpace.YUV420));
        for (Packet picture : pictures) {
            track.addFrame(picture);
        }
        MovieBox index = muxer.finalizeHeader();
        TrakBox video = index.getVideoTrack();
        useIsoHandler(video.getMdia());

        ByteBuffer head = ByteBuffer.allocate(BOXES + BOXES_PER_PICTURE * pictures.size());
        Brand.MP4.getFileTypeBox().write(head);
        int indexAt = head.position();
        index.write(head);
        ChunkOffsets64Box offsets = video.getCo64();
        int payloadAt = (int) offsets.getChunkOffsets()[0];
        int moved = head.position() + MDAT_HEADER - payloadAt;
        offsets.setChunkOffsets(
                Arrays.stream(offsets.getChunkOffsets()).map(offset -> offset + moved).toArray());
        head.position(indexAt);
        index.write(head);
        head.flip();

        muxed.flip().position(payloadAt);
        int mdat = MDAT_HEADER + muxed.remaining();
        ByteBuffer file = ByteBuffer.allocate(head.remaining() + mdat);
        file.put(head);
        Header.createHeader("mdat", mdat).write(file);
        file.put(muxed);
        return file.array();
    }

    /** The muxer writes a handler in the manner of QuickTime, which strict MP4 readers refuse. */
    private static void useIsoHandler(MediaBox media) {
        String nothing = "\0\0\0\0";
        MediaInfoBox info = media.getMinf();
        info.removeChildren(new String[] {HandlerBox.fourcc()});
        media.replaceBox(HandlerBox.createHandlerBox(nothing, "vide", nothing, 0, 0));
        // Readers expect the handler in front of what depends on it.
        media.replaceBox(info);
    }
}
