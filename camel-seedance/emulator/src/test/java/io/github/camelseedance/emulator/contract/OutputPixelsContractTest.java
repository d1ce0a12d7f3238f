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
package io.github.camelseedance.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of output pixels, read off the videos themselves: one of each quality, because their
 * rendering takes long. OutputSizeTest has the whole table.
 */
class OutputPixelsContractTest extends Contract {

    /** Bytes between the name of a visual sample entry and its width (ISO/IEC 14496-12). */
    private static final int WIDTH_OFFSET = 4 + 24;

    @ParameterizedTest
    @CsvSource({
        "480p,9:16,496,864",
        "720p,21:9,1470,630",
        "1080p,3:4,1248,1664",
        "4k,16:9,3840,2160"
    })
    void aVideoHas(String quality, String ratio, int width, int height) throws Exception {
        String id =
                created(
                        request()
                                .put("quality", quality)
                                .put("aspect_ratio", ratio)
                                .put("duration", 4)
                                .toString());
        service.tasks().complete(id);

        Answer video = send(to(get(TASKS + id).text("/results/0")));

        assertThat(video.status()).isEqualTo(200);
        String text = new String(video.body(), StandardCharsets.ISO_8859_1);
        int entry = text.indexOf("avc1", text.indexOf("stsd"));
        ByteBuffer box = ByteBuffer.wrap(video.body());
        assertThat(box.getShort(entry + WIDTH_OFFSET)).isEqualTo((short) width);
        assertThat(box.getShort(entry + WIDTH_OFFSET + 2)).isEqualTo((short) height);
    }
}
