# klicnik_embed(NAME prefix dir [prefix dir]...): an object library whose read-only data holds every file of the folders,
# listed under "prefix/relative path" by klicnik::files::embedded(). `.incbin` costs no compile time.
set(KLICNIK_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake)

function(klicnik_embed name)
    set(pairs ${ARGN})
    set(all_files "")
    set(arguments ${ARGN})
    while(arguments)
        list(POP_FRONT arguments prefix dir)
        file(GLOB_RECURSE found CONFIGURE_DEPENDS ${dir}/*)
        list(APPEND all_files ${found})
    endwhile()
    set(assembly ${CMAKE_BINARY_DIR}/${name}.S)
    set(table ${CMAKE_BINARY_DIR}/${name}.cpp)
    string(REPLACE ";" "|" joined "${pairs}")
    add_custom_command(OUTPUT ${assembly} ${table}
        COMMAND ${CMAKE_COMMAND} -DNAME=${name} "-DPAIRS=${joined}" -DASSEMBLY=${assembly} -DTABLE=${table}
                -P ${KLICNIK_EMBED_SCRIPT}
        DEPENDS ${all_files} ${KLICNIK_EMBED_SCRIPT}
        COMMENT "Embedding ${name}" VERBATIM)
    set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS "${all_files}")
    set_source_files_properties(${table} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    add_library(${name} OBJECT ${assembly} ${table})
    target_link_libraries(${name} PRIVATE klicnik_options)
endfunction()

# The same symbol for a binary without the web app.
file(WRITE ${CMAKE_BINARY_DIR}/klicnik_no_web_assets.cpp
"#include \"platform/files/embedded.hpp\"
namespace klicnik::files { std::span<const EmbeddedFile> klicnik_web_assets() { return {}; } }
")
add_library(klicnik_no_web_assets OBJECT ${CMAKE_BINARY_DIR}/klicnik_no_web_assets.cpp)
set_source_files_properties(${CMAKE_BINARY_DIR}/klicnik_no_web_assets.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
target_include_directories(klicnik_no_web_assets PRIVATE ${CMAKE_SOURCE_DIR}/src)
