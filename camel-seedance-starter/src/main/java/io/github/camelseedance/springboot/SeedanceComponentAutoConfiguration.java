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
package io.github.camelseedance.springboot;

import io.github.camelseedance.SeedanceComponent;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.CamelPropertiesHelper;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/**
 * Sets the properties below {@code camel.component.seedance} on the component, unless {@code
 * camel.component.seedance.enabled} is false.
 */
@AutoConfiguration(after = {CamelAutoConfiguration.class, SeedanceComponentConverter.class})
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@ConditionalOnHierarchicalProperties({"camel.component", SeedanceComponentAutoConfiguration.PREFIX})
@EnableConfigurationProperties({
    ComponentConfigurationProperties.class,
    SeedanceComponentConfiguration.class
})
public class SeedanceComponentAutoConfiguration {
    static final String PREFIX = "camel.component.seedance";

    @Lazy
    @Bean
    ComponentCustomizer configureSeedanceComponent(
            ApplicationContext application, SeedanceComponentConfiguration configuration) {
        return ComponentCustomizer.builder(SeedanceComponent.class)
                .withCondition(
                        (name, component) ->
                                HierarchicalPropertiesEvaluator.evaluate(
                                        application,
                                        "camel.component.customizer",
                                        PREFIX + ".customizer"))
                .build(component -> configure(component, configuration, application));
    }

    private static void configure(
            SeedanceComponent component,
            SeedanceComponentConfiguration configuration,
            ApplicationContext application) {
        // First, because the other options are set on it.
        if (configuration.getConfiguration() != null) {
            component.setConfiguration(configuration.getConfiguration());
        }
        Map<String, Object> options =
                CamelPropertiesHelper.getNonNullProperties(
                        component.getCamelContext(), configuration);
        // A default must not undo what a component or configuration bean of the user's has set.
        Set<ConfigurationPropertyName> bound =
                BoundConfigurationProperties.get(application).getAll().keySet();
        options.keySet().removeIf(option -> !bound.contains(property(option)));
        options.keySet().removeAll(Set.of("enabled", "configuration"));
        CamelPropertiesHelper.setCamelProperties(
                component.getCamelContext(), component, options, true);
    }

    private static ConfigurationPropertyName property(String option) {
        return ConfigurationPropertyName.of(PREFIX)
                .append(DataObjectPropertyName.toDashedForm(option));
    }
}
