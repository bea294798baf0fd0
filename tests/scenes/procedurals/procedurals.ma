//Maya ASCII 2025 scene
//Name: procedurals.ma
//Codeset: UTF-8
requires maya "2025";
requires -nodeType "aiOptions" "mtoa" "5.3.5.2";
requires -nodeType "PxrOSL" -nodeType "PxrProjectionLayer" "RenderMan_for_Maya.py" "26.1";
requires -nodeType "VRayTexOSL" -nodeType "VRayScene" "vrayformaya" "6.10.01";
requires -nodeType "RedshiftOptions" -nodeType "RedshiftProxyMesh" "redshift4maya" "3.5.20";
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -n "shotCam";
createNode camera -n "shotCamShape" -p "shotCam";
	setAttr -k off ".v";
createNode transform -n "crowd";
createNode mesh -n "crowdShape" -p "crowd";
	setAttr -k off ".v";
	setAttr ".dso" -type "string" "cache/crowd.ass.gz";
	setAttr ".ai_translator" -type "string" "procedural";
createNode transform -n "box";
createNode mesh -n "boxShape" -p "box";
	setAttr -k off ".v";
	setAttr -s 3 ".vt[0:2]"  0 0 0 1 0 0 0 1 0;
	setAttr -s 1 -ch 3 ".fc[0]" -type "polyFaces" 
		f 3 0 1 2;
	setAttr ".ai_translator" -type "string" "procedural";
	setAttr ".dso" -type "string" "cache/city.abc";
createNode PxrProjectionLayer -n "projection";
	setAttr -s 2 ".channelsFilenames";
	setAttr ".channelsFilenames[0]" -type "string" "sourceimages/front.png";
	setAttr ".channelsFilenames[2]" -type "string" "sourceimages/side.png";
createNode PxrOSL -n "ownShader";
	setAttr ".shadername" -type "string" "sourceimages/rust.oso";
createNode PxrOSL -n "builtIn";
	setAttr ".shadername" -type "string" "PxrBuiltIn";
createNode VRayTexOSL -n "vrayOsl";
	setAttr ".fileName" -type "string" "sourceimages/rust.osl";
createNode RedshiftProxyMesh -n "stool";
	setAttr ".fn" -type "string" "cache/stool.0001.rs";
	setAttr ".useFrameExtension" yes;
createNode aiOptions -s -n "defaultArnoldRenderOptions";
	setAttr ".absolute_texture_paths" no;
createNode RedshiftOptions -s -n "redshiftOptions";
	setAttr ".irradianceCacheFilename" -type "string" "cache/light.rsmap";
	setAttr ".photonFilename" -type "string" "cache/notWritten.rsmap";
select -ne :defaultRenderGlobals;
	setAttr ".ren" -type "string" "arnold";
// End of procedurals.ma
