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
package io.github.camelseedance.examples.cluster;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertyInject;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.RoutePolicy;

/** What the routes of a node refer to by name. */
public final class NodeBeans implements CamelConfiguration {

    @BindToRegistry
    public DataSource database(@PropertyInject("env:CLUSTER_DATABASE") String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(5);
        return pool;
    }

    /**
     * Elects the leader. On one machine a lock on a file is enough: it ends with the process that
     * holds it. On many machines take a service that they share, such as camel-kubernetes'
     * KubernetesClusterService, camel-zookeeper's or camel-consul's; nothing else changes.
     */
    @BindToRegistry
    public CamelClusterService cluster(
            CamelContext context, @PropertyInject("env:CLUSTER_SHARED") String shared)
            throws Exception {
        FileLockClusterService service = new FileLockClusterService();
        service.setRoot(shared + "/leader");
        service.setAcquireLockInterval(500, TimeUnit.MILLISECONDS);
        // A leader that a busy machine holds up for some seconds is no dead one.
        service.setHeartbeatTimeoutMultiplier(10);
        context.addService(service);
        return service;
    }

    /** Runs a route on the leader and on no other node. */
    @BindToRegistry
    public RoutePolicy leaderOnly() throws Exception {
        return ClusteredRoutePolicy.forNamespace("videos");
    }

    /** Which node is at work on which order; what a dead node held is free after 6 s. */
    @BindToRegistry
    public IdempotentRepository orderLocks(CamelContext context, DataSource database) {
        return new OrderLocks(database, context);
    }
}
