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
package io.github.camelseedance.emulator.video;

import io.github.camelseedance.emulator.render.RenderJob;
import java.util.concurrent.CompletableFuture;

/** A video that is, or will be, rendered once, however many tasks ask for it. */
final class Rendering {

    final CompletableFuture<Video> video = new CompletableFuture<>();
    private RenderJob job;
    private boolean started;

    Rendering(RenderJob job) {
        this.job = job;
    }

    /** Whether the caller is the one to render it. */
    synchronized boolean start() {
        boolean first = !started;
        started = true;
        return first;
    }

    synchronized RenderJob job() {
        return job;
    }

    /** Lets go of the frames, which are of no use once the video is there. */
    synchronized void done() {
        job = null;
    }
}
