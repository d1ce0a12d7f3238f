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
package io.github.camelseedance.examples.quickstart;

import io.github.camelseedance.SeedanceConstants;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A step of the route, which has found an image: puts the frames of its video in its place. */
public final class Frames {

    private final Map<String, Scene> scenes;

    /**
     * Each run asks for new videos. The key that is derived of a file would be that of the run
     * before, whose images were uploaded under other addresses: the service refuses to mix the two.
     */
    private final String run = UUID.randomUUID().toString();

    Frames(List<Scene> scenes) {
        this.scenes = scenes.stream().collect(Collectors.toMap(Scene::name, Function.identity()));
    }

    /** The frames of the video that the image begins; the message gets the video's file name. */
    public List<Path> of(Message image) {
        Scene scene =
                scenes.get(Scene.nameOf(image.getHeader(Exchange.FILE_NAME_ONLY, String.class)));
        image.setHeader(Exchange.FILE_NAME, scene.name() + ".mp4");
        image.setHeader(SeedanceConstants.IDEMPOTENCY_KEY, run + "." + scene.name());
        return scene.frames();
    }
}
