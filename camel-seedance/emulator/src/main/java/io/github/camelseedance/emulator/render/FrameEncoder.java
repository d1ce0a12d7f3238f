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

import java.nio.ByteBuffer;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.codecs.h264.encode.RateControl;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.codecs.h264.io.model.VUIParameters;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;

/** Encodes the pictures of one video, in their order, as constrained baseline H.264 (Annex B). */
final class FrameEncoder {

    private final H264Encoder encoder = new DescribedEncoder();
    private final ByteBuffer room;
    private int sinceKeyFrame;

    FrameEncoder(int width, int height) {
        // A raw picture, which is what jcodec takes at most, and what escaping can add to it.
        this.room = ByteBuffer.allocate(width * height * 3 / 2 + 1024);
    }

    /**
     * @param keyFrame whether the picture is to be decodable without the ones before it; must be
     *     true for the first and must not be true twice in a row
     */
    byte[] encode(Picture picture, boolean keyFrame) {
        sinceKeyFrame = keyFrame ? 0 : sinceKeyFrame + 1;
        ByteBuffer encoded =
                encoder.doEncodeFrame(
                        picture,
                        room,
                        keyFrame,
                        sinceKeyFrame,
                        keyFrame ? SliceType.I : SliceType.P);
        return NIOUtils.toArray(encoded);
    }

    /** Tells decoders about the colours, and the truth about the level. */
    private static final class DescribedEncoder extends H264Encoder {

        private static final int BT_709 = 1;
        private static final int UNSPECIFIED_FORMAT = 5;
        private static final int CENTRED_CHROMA = 1;

        DescribedEncoder() {
            super(new ConstantQuality());
        }

        @Override
        public SeqParameterSet initSPS(Size size) {
            SeqParameterSet sps = super.initSPS(size);
            sps.constraintSet0Flag = true;
            sps.constraintSet1Flag = true;
            int macroblocks = (sps.picWidthInMbsMinus1 + 1) * (sps.picHeightInMapUnitsMinus1 + 1);
            sps.levelIdc = macroblocks <= 8_192 ? 40 : macroblocks <= 22_080 ? 50 : 51;
            VUIParameters vui = new VUIParameters();
            vui.videoSignalTypePresentFlag = true;
            vui.videoFormat = UNSPECIFIED_FORMAT;
            vui.colourDescriptionPresentFlag = true;
            vui.colourPrimaries = BT_709;
            vui.transferCharacteristics = BT_709;
            vui.matrixCoefficients = BT_709;
            vui.chromaLocInfoPresentFlag = true;
            vui.chromaSampleLocTypeTopField = CENTRED_CHROMA;
            vui.chromaSampleLocTypeBottomField = CENTRED_CHROMA;
            sps.vuiParams = vui;
            return sps;
        }
    }

    /**
     * The same quality everywhere, except where it does not fit into the room that the encoder has.
     */
    private static final class ConstantQuality implements RateControl {

        /**
         * The coarsest quantizer for which H.264 has no deblocking. jcodec's encoder and the
         * standard differ in deblocking, so that with a coarser one the decoded pictures drift away
         * from what was encoded (37 instead of 46 dB measured).
         */
        private static final int QUANTIZER = 15;

        /** H.264 lets the quantizer change by at most 26 from one macroblock to the next. */
        private static final int COARSEST = QUANTIZER + 25;

        private int bitsPerMacroblock;
        private int quantizer;

        @Override
        public int startPicture(Size size, int bytes, SliceType type) {
            int macroblocks = (size.getWidth() + 15) / 16 * ((size.getHeight() + 15) / 16);
            bitsPerMacroblock = (int) (bytes * 8L / macroblocks);
            quantizer = QUANTIZER;
            return QUANTIZER;
        }

        @Override
        public int initialQpDelta() {
            int delta = QUANTIZER - quantizer;
            quantizer = QUANTIZER;
            return delta;
        }

        @Override
        public int accept(int bits) {
            if (bits < bitsPerMacroblock || quantizer == COARSEST) {
                return 0;
            }
            quantizer++;
            return 1;
        }
    }
}
