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
package io.github.camelseedance.lts;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** A cluster whose leader is who the test says. */
final class Election {
    private final List<View> views = new CopyOnWriteArrayList<>();
    private volatile CamelClusterService leader;

    /** Makes one the leader, or nobody. */
    void lead(CamelClusterService service) {
        leader = service;
        views.forEach(View::changed);
    }

    /** A candidate, for one context. */
    CamelClusterService candidate() {
        return new AbstractCamelClusterService<View>() {
            @Override
            protected View createView(String namespace) {
                View view = new View(this, namespace);
                views.add(view);
                return view;
            }
        };
    }

    private final class View extends AbstractCamelClusterView {
        private final CamelClusterMember self =
                new CamelClusterMember() {
                    @Override
                    public boolean isLeader() {
                        return leader == getClusterService();
                    }

                    @Override
                    public boolean isLocal() {
                        return true;
                    }

                    @Override
                    public String getId() {
                        return getClusterService().getId();
                    }
                };

        View(CamelClusterService service, String namespace) {
            super(service, namespace);
        }

        void changed() {
            fireLeadershipChangedEvent(getLeader().orElse(null));
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return self.isLeader() ? Optional.of(self) : Optional.empty();
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return self;
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of();
        }
    }
}
