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

import org.jcodec.common.model.Picture;

/** What the video shows at any moment. */
interface Scene {

    /**
     * @param time the moment, from 0 (first frame) to 1 (last frame)
     * @param frame is painted over completely
     */
    void paint(double time, Picture frame);

    /** Starts and stops gently: 0 at 0, 1 at 1, and no slope at either end. */
    static double ease(double time) {
        double t = Math.max(0, Math.min(1, time));
        return t * t * (3 - 2 * t);
    }
}
