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

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RenderJobTest {

    private final byte[] image = {1};

    @Test
    void needsOneOrTwoImages() {
        assertThatThrownBy(() -> new RenderJob(List.of(), "", 5, 640, 640))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not from 0");
        assertThatThrownBy(() -> new RenderJob(List.of(image, image, image), "", 5, 640, 640))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not from 3");
    }

    @Test
    void needsADuration() {
        assertThatThrownBy(() -> new RenderJob(List.of(image), "", 0, 640, 640))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 second, not 0");
    }

    @Test
    void needsAnEvenSize() {
        assertThatThrownBy(() -> new RenderJob(List.of(image), "", 5, 641, 640))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("width")
                .hasMessageContaining("641");
        assertThatThrownBy(() -> new RenderJob(List.of(image), "", 5, 640, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("height");
    }
}
