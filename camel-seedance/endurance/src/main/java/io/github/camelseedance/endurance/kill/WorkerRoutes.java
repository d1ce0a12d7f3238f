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
package io.github.camelseedance.endurance.kill;

import io.github.camelseedance.SeedanceConstants;
import io.github.camelseedance.api.SeedanceOutcomeUnknownException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.endurance.Parent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.RoutePolicySupport;

/**
 * What a worker does with its messages, which are files: one that was not acknowledged (deleted) is
 * read again after a restart, as a broker would redeliver it. Each end is written into the node's
 * notebook: LIFE TASK MILLIS.
 */
final class WorkerRoutes extends RouteBuilder {
    /** Delivers what {@code generate} exchanges have left behind. */
    static final String SWEEP = "sweep";

    private static final String NAMESPACE = "completion";
    private static final String SOURCE =
            "file:%s?delete=true&delay=100&initialDelay=0&maxMessagesPerPoll=100";
    private static final String COMPLETION =
            "seedance:completion?group=%s&repositoryScanInterval=300ms";

    private final Path folder;
    private final String node;
    private final int life;
    private final boolean clustered;
    private final Notebook deliveries;
    private final Notebook unknown;

    WorkerRoutes(Path folder, String node, int life, boolean clustered) throws IOException {
        this.folder = folder;
        this.node = node;
        this.life = life;
        this.clustered = clustered;
        deliveries = new Notebook(folder.resolve(node + "-deliveries.log"));
        unknown = new Notebook(folder.resolve(node + "-unknown.log"));
    }

    @Override
    public void configure() throws Exception {
        onException(SeedanceOutcomeUnknownException.class).handled(true).process(this::reported);

        from(source(Kind.SUBMIT))
                .filter(this::isStillThere)
                .process(this::message)
                .to("seedance:submit?group=submitted");

        from(source(Kind.GENERATE))
                .filter(this::isStillThere)
                .process(this::message)
                .to("seedance:generate?group=generated")
                .process(this::delivered);

        RouteDefinition completion = from(COMPLETION.formatted("submitted"));
        if (clustered) {
            completion.routePolicy(ClusteredRoutePolicy.forNamespace(NAMESPACE), new Leader());
        }
        completion.process(this::delivered);

        from(COMPLETION.formatted("generated"))
                .routeId(SWEEP)
                .autoStartup(false)
                .process(this::delivered);
    }

    private static final class Leader extends RoutePolicySupport {
        @Override
        public void onStart(Route route) {
            Parent.say("leader");
        }
    }

    private String source(Kind kind) {
        return SOURCE.formatted(folder.resolve(node).resolve(kind.folder()));
    }

    /**
     * No broker gives a message again that was acknowledged. Camel's file consumer does: it lists
     * its folder, an exchange of an earlier poll ends and deletes its file, and the name on the
     * list is taken once more.
     */
    private boolean isStillThere(Exchange exchange) {
        Path file =
                Path.of(
                        exchange.getMessage()
                                .getHeader(FileConstants.FILE_ABSOLUTE_PATH, String.class));
        boolean there = Files.exists(file);
        if (!there) {
            Parent.say("gone " + file.getFileName());
        }
        return there;
    }

    private void message(Exchange exchange) {
        String key = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        exchange.getMessage().setHeader(SeedanceConstants.IDEMPOTENCY_KEY, key);
        exchange.getMessage()
                .setHeader(SeedanceConstants.IMAGE_URLS, "https://example.com/" + key + ".jpg");
        exchange.getMessage().setBody("Waves of film " + key);
    }

    private void delivered(Exchange exchange) {
        String task = exchange.getMessage().getBody(VideoTask.class).id();
        deliveries.write(life + " " + task + " " + System.currentTimeMillis());
        Parent.say("delivered " + task);
    }

    private void reported(Exchange exchange) {
        String key =
                exchange.getMessage().getHeader(SeedanceConstants.IDEMPOTENCY_KEY, String.class);
        unknown.write(key);
    }
}
