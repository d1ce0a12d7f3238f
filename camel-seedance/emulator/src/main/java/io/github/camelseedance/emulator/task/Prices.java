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
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a second of video costs by model and quality, in credits. Immutable. */
public final class Prices {

    private static final BigDecimal WITHOUT_CONTENT_FILTER = new BigDecimal("1.1");

    private final Map<Model, Map<String, BigDecimal>> perSecond;

    /** The prices that the service publishes. */
    public Prices() {
        this(new EnumMap<>(Model.class));
        for (Model model : Model.values()) {
            perSecond.put(model, model.prices());
        }
    }

    private Prices(Map<Model, Map<String, BigDecimal>> perSecond) {
        this.perSecond = perSecond;
    }

    /**
     * These prices but for one.
     *
     * @param creditsPerSecond 0 or more
     * @throws IllegalArgumentException for a model that there is not, or a quality that it does not
     *     offer
     */
    public Prices with(String model, String quality, double creditsPerSecond) {
        Model known =
                Model.byId(model)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "There is no model '"
                                                        + model
                                                        + "'; prices can be set for "
                                                        + ids()));
        if (!known.qualities().contains(quality)) {
            throw new IllegalArgumentException(
                    model
                            + " has no quality '"
                            + quality
                            + "'; prices can be set for "
                            + known.qualities());
        }
        if (!(creditsPerSecond >= 0 && creditsPerSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The price is " + creditsPerSecond + " but must be 0 or more credits a second");
        }
        Map<Model, Map<String, BigDecimal>> changed = new EnumMap<>(perSecond);
        Map<String, BigDecimal> prices = new LinkedHashMap<>(perSecond.get(known));
        prices.put(quality, BigDecimal.valueOf(creditsPerSecond));
        changed.put(known, prices);
        return new Prices(changed);
    }

    private static List<String> ids() {
        return Arrays.stream(Model.values()).map(Model::id).toList();
    }

    /** Credits for a second of video, by model and quality. */
    public Map<Model, Map<String, BigDecimal>> perSecond() {
        return Collections.unmodifiableMap(perSecond);
    }

    /** Credits for a whole video; leaving the content filter out costs a tenth more. */
    public BigDecimal of(VideoRequest request) {
        BigDecimal price =
                perSecond
                        .get(request.model())
                        .get(request.quality())
                        .multiply(BigDecimal.valueOf(request.duration()));
        return request.contentFilter() ? price : price.multiply(WITHOUT_CONTENT_FILTER);
    }
}
