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

import org.apache.camel.builder.RouteBuilder;

/** The same route as in {@code routes/quickstart.camel.yaml}, for those who prefer Java. */
final class QuickstartRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("file:{{quickstart.images}}?includeExt=jpg,jpeg,png,webp&exclude=(?i).*-last\\.[^.]*"
                        + "&noop=true&initialDelay=0&repeatCount=1")
                .routeId("quickstart")
                // The image, or with it the one that the video shall end with.
                .bean("frames")
                .setHeader("CamelSeedancePrompt", constant("{{quickstart.prompt}}"))
                // Submits and waits for the end; meanwhile the other images are on their way.
                .to(
                        "seedance:generate?duration={{quickstart.duration}}"
                                + "&quality={{quickstart.quality}}"
                                + "&aspectRatio={{quickstart.aspectRatio}}")
                .to("seedance:download")
                .to("file:{{quickstart.videos}}");
    }
}
