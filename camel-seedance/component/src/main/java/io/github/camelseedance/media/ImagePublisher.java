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

import java.util.concurrent.CompletionStage;

/**
 * Puts a local image where the service can fetch it. The default is the service's own file upload;
 * a bean of this type (S3, R2, an own web server) takes its place with the option {@code
 * imagePublisher}.
 */
@FunctionalInterface
public interface ImagePublisher {

    /**
     * Publishes one image. Called on the component's media pool, so it may block.
     *
     * @return an absolute http(s) URL that answers a plain GET, for as long as the service may take
     *     to start the task
     */
    CompletionStage<String> publish(LocalImage image);
}
