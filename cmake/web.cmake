# Builds web/dist with npm and embeds it. The stamp makes npm run only when a source of the web app changed.
find_program(NPM npm REQUIRED)
file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS web/src/* web/public/* web/scripts/* locales/*)
set(web_stamp ${CMAKE_BINARY_DIR}/web.stamp)
set(web_install_stamp ${CMAKE_BINARY_DIR}/web-install.stamp)
add_custom_command(OUTPUT ${web_install_stamp}
    COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --silent
    COMMAND ${CMAKE_COMMAND} -E touch ${web_install_stamp}
    DEPENDS ${CMAKE_SOURCE_DIR}/web/package-lock.json
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/web COMMENT "Installing the web packages" VERBATIM)
set(web_assembly ${CMAKE_BINARY_DIR}/klicnik_web_assets.S)
set(web_table ${CMAKE_BINARY_DIR}/klicnik_web_assets.cpp)
add_custom_command(OUTPUT ${web_assembly} ${web_table}
    COMMAND ${NPM} run --silent build
    COMMAND ${CMAKE_COMMAND} -DNAME=klicnik_web_assets "-DPAIRS=web|${CMAKE_SOURCE_DIR}/web/dist"
            -DASSEMBLY=${web_assembly} -DTABLE=${web_table} -P ${KLICNIK_EMBED_SCRIPT}
    DEPENDS ${web_install_stamp} ${web_sources} ${CMAKE_SOURCE_DIR}/web/package.json
            ${CMAKE_SOURCE_DIR}/web/vite.config.ts ${CMAKE_SOURCE_DIR}/web/index.html
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}/web COMMENT "Building the web app" VERBATIM)
set_source_files_properties(${web_table} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set_source_files_properties(${web_assembly} PROPERTIES OBJECT_DEPENDS ${web_table})
add_library(klicnik_web_assets OBJECT ${web_assembly} ${web_table})
target_link_libraries(klicnik_web_assets PRIVATE klicnik_options)
