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
package io.github.camelseedance.emulator.task;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The three image-to-video models with their qualities and prices in credits a second. */
public enum Model {
    STANDARD("seedance-2.0-image-to-video", "480p 6.251", "720p 13.5", "1080p 33.7", "4k 100"),
    FAST("seedance-2.0-fast-image-to-video", "480p 5.063", "720p 10.935"),
    /** No price is published for mini: it costs what fast costs. */
    MINI("seedance-2.0-mini-image-to-video", "480p 5.063", "720p 10.935");

    private final String id;
    private final Map<String, BigDecimal> prices = new LinkedHashMap<>();

    Model(String id, String... prices) {
        this.id = id;
        for (String price : prices) {
            String[] parts = price.split(" ");
            this.prices.put(parts[0], new BigDecimal(parts[1]));
        }
    }

    public static Optional<Model> byId(String id) {
        return Arrays.stream(values()).filter(model -> model.id.equals(id)).findFirst();
    }

    public String id() {
        return id;
    }

    /** What it renders in, lowest first. */
    public Set<String> qualities() {
        return prices().keySet();
    }

    /** What the service asks for a second in each quality. */
    Map<String, BigDecimal> prices() {
        return Collections.unmodifiableMap(prices);
    }
}
