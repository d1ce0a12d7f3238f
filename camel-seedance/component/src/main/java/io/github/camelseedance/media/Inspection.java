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

import io.github.camelseedance.api.Violation;

import java.util.List;

/**
 * What a look into a local image has found.
 *
 * @param image the image, or null where there is a violation of kind {@link Violation.Kind#SHAPE};
 *     one that only breaches limits is here, because the service may take it
 * @param violations everything that is wrong; empty for a good image
 */
public record Inspection(LocalImage image, List<Violation> violations) {

    /** Copies the list. */
    public Inspection {
        violations = List.copyOf(violations);
    }
}
